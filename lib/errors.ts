/** Every way in which the product refuses, in one closed list: adapters map a code to a status and to words. */
export type ErrorCode =
  | 'invalid'
  | 'not-found'
  | 'forbidden'
  | 'conflict'
  | 'signed-out'
  | 'fresh-sign-in-required'
  | 'too-many-attempts'
  | 'unavailable'
  | 'audit-unavailable'
  | 'cannot-open'
  | 'retention-due'
  | 'too-large'
  | 'unexpected'
  | 'configuration';

export type FieldErrors = Record<string, string[]>;

interface AppErrorOptions {
  cause?: unknown;
  fieldErrors?: FieldErrors;
}

/**
 * An expected refusal. Its message is shown to people as it stands, so it says what is wrong and what to do,
 * and never carries anything that was typed in. Every other error is unexpected and is shown as one sentence.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fieldErrors: FieldErrors | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.fieldErrors = options.fieldErrors;
  }
}

/** Bad input, said per field. `fieldErrors` maps a field's name to sentences. */
export function invalidInput(fieldErrors: FieldErrors, message = 'Check the answers below.'): AppError {
  return new AppError('invalid', message, { fieldErrors });
}

/** One answer for "does not exist" and "not yours": who may not see a thing does not learn that it is there. */
export function notFound(what: string): AppError {
  return new AppError(
    'not-found',
    `This ${what} does not exist. It may have been removed; go back and look again.`,
  );
}
