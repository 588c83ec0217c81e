import { DrizzleQueryError } from 'drizzle-orm/errors';
import { AppError } from '@/lib/errors';

/** SQLSTATE of "no space left on device". */
const DISK_FULL = '53100';

/** SQLSTATE classes and Node error codes that mean "the database cannot be reached now" (PostgreSQL, appendix A). */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08003',
  '08006',
]);

const UNREACHABLE_MESSAGES = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Cannot use a pool after calling end',
];

/** The driver's own error, unwrapped from the query builder's, which would carry the statement's parameters. */
function driverError(error: unknown): unknown {
  return error instanceof DrizzleQueryError && error.cause !== undefined ? error.cause : error;
}

/** The name of the violated constraint, or null when the error is something else. */
export function violatedConstraint(error: unknown): string | null {
  const cause = driverError(error);
  if (typeof cause !== 'object' || cause === null || !('constraint' in cause)) return null;
  return typeof cause.constraint === 'string' ? cause.constraint : null;
}

/** SQLSTATE or Node error code of a database error, or null. */
export function databaseErrorCode(error: unknown): string | null {
  const cause = driverError(error);
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return null;
  return typeof cause.code === 'string' ? cause.code : null;
}

function isUnreachable(error: unknown): boolean {
  const code = databaseErrorCode(error);
  if (code !== null && UNREACHABLE.has(code)) return true;
  const cause = driverError(error);
  return cause instanceof Error && UNREACHABLE_MESSAGES.some((words) => cause.message.includes(words));
}

/** Whether the database had no room for what was to be written. Reading goes on, and so does all else once there is room. */
export function isDiskFull(error: unknown): boolean {
  return databaseErrorCode(error) === DISK_FULL;
}

/** An expected refusal as it is, a lost or full database as one of ours, and null for what nobody expected. */
export function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (isUnreachable(error)) {
    return new AppError(
      'unavailable',
      'Not saved: the database cannot be reached right now. What you typed is still here; try again in a moment.',
    );
  }
  if (isDiskFull(error)) {
    return new AppError(
      'unavailable',
      'Not saved: the database’s disk is full. What you typed is still here; tell your admin to make room, then try again.',
    );
  }
  return null;
}
