import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { listPeople, type PersonRow } from '@/lib/auth/people-queries';
import { AppError } from '@/lib/errors';

/** The person who signs in with an e-mail address, in any case. Throws `not-found` with the command that lists all. */
export async function personByEmail(actor: Actor, email: string): Promise<PersonRow> {
  const wanted = email.trim().toLowerCase();
  const person = (await listPeople(actor)).find((each) => each.email.toLowerCase() === wanted);
  if (person !== undefined) return person;
  throw new AppError(
    'not-found',
    'Nobody has an account with this e-mail address: see npm run board -- users list.',
  );
}
