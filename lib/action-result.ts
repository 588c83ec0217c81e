import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import type { ActionResult } from '@/lib/action-state';
import { recordRefusal } from '@/lib/auth/record-refusal';
import { toAppError } from '@/lib/db/database-errors';
import type { FieldErrors } from '@/lib/errors';
import { logger } from '@/lib/logger';

/**
 * Runs what an action does and turns its outcome into an `ActionResult`. Expected refusals keep their words;
 * anything else is logged and becomes one sentence, so that no input and no internals reach the page. Who was refused
 * for their role is on record.
 */
export async function runAction<T>(work: () => Promise<T>): Promise<ActionResult<T>> {
  try {
    return { status: 'ok', data: await work() };
  } catch (error) {
    unstable_rethrow(error);
    await recordRefusal(error);
    return failedResult(error);
  }
}

function failedResult(error: unknown): Exclude<ActionResult<never>, { status: 'ok' | 'idle' }> {
  const expected = toAppError(error);
  if (expected === null) {
    logger().error(
      { errorName: error instanceof Error ? error.name : typeof error },
      'an action failed unexpectedly',
    );
    return {
      status: 'failed',
      code: 'unexpected',
      message:
        'Something went wrong on our side, and nothing was changed. Try again; if it stays, tell your admin.',
    };
  }
  if (expected.code === 'invalid') {
    const fieldErrors: FieldErrors = expected.fieldErrors ?? {};
    return { status: 'invalid', fieldErrors, message: expected.message };
  }
  return { status: 'failed', code: expected.code, message: expected.message };
}
