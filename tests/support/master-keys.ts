import { inspect } from 'node:util';
import { expect } from 'vitest';
import type { KeyProvider } from '@/lib/vault/vault';

/** What is kept in the place of a key and is none, each with its name for a test's title. */
export function malformedKeyTexts(key: Buffer): [string, string][] {
  const line = key.toString('base64');
  return [
    ['a key cut short', line.slice(0, 40)],
    ['31 bytes', Buffer.alloc(31, 7).toString('base64')],
    ['33 bytes', Buffer.alloc(33, 7).toString('base64')],
    ['hexadecimal', key.toString('hex')],
    ['base64url', Buffer.alloc(32, 0xfb).toString('base64url')],
    ['base64 without its padding', line.slice(0, -1)],
    ['a space in front', ` ${line}`],
    ['two line breaks', `${line}\n\n`],
    ['a second line', `${line}\n${line}`],
    ['a character that is not base64', `${line.slice(0, 5)}*${line.slice(6)}`],
    ['loose bits at the end', `${line.slice(0, 42)}${line.at(42) === 'B' ? 'C' : 'B'}=`],
    ['words', 'correct horse battery staple'],
  ];
}

/**
 * Loading is refused with this code, in a sentence that mentions all of these and the command that mends it.
 * Gives all that the error says, so that a test can look for what it must not say.
 */
export async function expectKeyRefused(
  provider: KeyProvider,
  code: string,
  ...mentions: string[]
): Promise<string> {
  const error: unknown = await provider.load(1).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: 'MasterKeyError', code });
  const { message } = error as Error;
  for (const mention of [...mentions, 'npm run board -- key show']) expect(message).toContain(mention);
  return inspect(error, { showHidden: true });
}
