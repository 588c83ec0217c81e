import { randomBytes } from 'node:crypto';
import type { Actor } from '@/lib/auth/actor';
import { addPasskey, startAddingPasskey } from '@/lib/auth/add-passkey';
import { signInWithPassword } from '@/lib/auth/sign-in';
import { TEST_PASSWORD } from '@/tests/support/fixtures';
import type { TestDatabase } from '@/tests/support/postgres';
import { SoftwarePasskey } from '@/tests/support/software-passkey';

export const BOARD = 'https://board.example.com';

/** What a new passkey is called before it is made. */
export const NAME = { name: 'A laptop' };

export const from = () => ({ address: `2001:db8::${randomBytes(2).toString('hex')}`, userAgent: 'test' });

/** Adds a passkey as the account page does. `recoveryCodes` null: the person had a second factor already. */
export async function withPasskey(
  actor: Actor,
  name = 'A laptop',
): Promise<{ passkey: SoftwarePasskey; recoveryCodes: string[] | null }> {
  const passkey = new SoftwarePasskey(BOARD);
  const answer = passkey.made(await startAddingPasskey(actor, NAME, BOARD));
  return { passkey, recoveryCodes: await addPasskey(actor, { name, answer }, BOARD) };
}

/** The first half of a sign-in: its token. */
export async function halfway(email: string): Promise<string> {
  const outcome = await signInWithPassword({ email, password: TEST_PASSWORD }, from());
  if (outcome.step !== 'code') throw new Error('no second factor was asked for');
  return outcome.token;
}

/** Lets minutes go by for a session: for its password, its second factor, or both. */
export async function letPass(board: TestDatabase, actor: Actor, minutes: number): Promise<void> {
  await board.ownerPool.query(
    `update user_sessions set authenticated_at = authenticated_at - make_interval(mins => $2),
       second_factor_at = second_factor_at - make_interval(mins => $2) where id = $1`,
    [actor.sessionId, minutes],
  );
}

export async function eventsOf(board: TestDatabase, actor: Actor) {
  const { rows } = await board.ownerPool.query<{ action: string; outcome: string; detail: object | null }>(
    'select action, outcome, detail from audit_events where actor_id = $1 order by seq',
    [actor.id],
  );
  return rows;
}
