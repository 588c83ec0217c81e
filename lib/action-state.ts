import type { ErrorCode, FieldErrors } from '@/lib/errors';

/** What a form or a button knows about its action. Browser-safe; secrets that were typed are never part of it. */
export type ActionResult<T = undefined> =
  | { status: 'idle' }
  | { status: 'ok'; data: T }
  | { status: 'invalid'; fieldErrors: FieldErrors; message?: string }
  | { status: 'failed'; code: ErrorCode; message: string };

export const idle: { status: 'idle' } = { status: 'idle' };
