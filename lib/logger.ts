import 'server-only';
import { type Logger, pino } from 'pino';
import { env } from '@/lib/env';

let instance: Logger | undefined;

/** Paths that would hold a value if a caller ever passed one by mistake; the canary test is the real guard. */
const REDACTED = [
  'value',
  'secret',
  'password',
  'plaintext',
  '*.value',
  '*.secret',
  '*.password',
  '*.plaintext',
];

/** The process's log: JSON lines on standard error, redacted. Log ids and codes, never what somebody typed. */
export function logger(): Logger {
  instance ??= pino(
    { level: env().LOG_LEVEL, redact: { paths: REDACTED, censor: '[redacted]' } },
    pino.destination({ dest: 2, sync: true }),
  );
  return instance;
}
