import 'server-only';
import { env } from '@/lib/env';
import { invalidInput } from '@/lib/errors';

/** Shorter words are in too many good passwords by chance. */
const MIN_CHARACTERS = 4;
const OURS = ['jedboard', 'password', 'passwort'];

/**
 * Refuses, with `invalid` on `password`, what somebody who wants in tries first: the board's name and its organisation's,
 * the person's own name, and the parts of their e-mail address. Case, spaces and signs between letters do not hide one.
 */
export function refuseHouseWords(password: string, person: { name: string; email: string }): void {
  const plain = password.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  const words = [env().BOARD_ORGANISATION, person.name, person.email]
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= MIN_CHARACTERS);
  if (![...OURS, ...words].some((word) => plain.includes(word))) return;
  throw invalidInput({
    password: ['Choose a password without your name, your e-mail address, or the names of this house.'],
  });
}
