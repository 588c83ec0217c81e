import 'server-only';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';

/** The secret that signs sessions. The launcher makes one for local use; production has to set it. */
export function authSecret(): string {
  const secret = env().AUTH_SECRET;
  if (secret !== undefined) return secret;
  throw new AppError('configuration', 'AUTH_SECRET is not set: start the board with npm start, or set it.');
}
