import 'server-only';
import { appendAuditEvent, recordAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { markFresh } from '@/lib/auth/fresh-sign-in';
import { personOf } from '@/lib/auth/identities';
import { type OpenIdProblem, OpenIdRefusal } from '@/lib/auth/openid-problem';
import type { IssuerAnswer } from '@/lib/auth/openid-protocol';
import { database } from '@/lib/db/database';

/** How far the provider's clock may be from ours. */
const CLOCK_SECONDS = 60;

/**
 * Makes this session fresh because its person just entered their password at the provider: the account is the linked
 * one, and was signed in to after `startedAt` (seconds since 1970). A provider that signs in from its own session, or
 * does not say when, proves nothing. Throws OpenIdRefusal; both outcomes are on record.
 */
export async function freshenThroughIssuer(
  actor: Actor,
  answer: IssuerAnswer,
  startedAt: number,
): Promise<void> {
  const { sessionId } = actor;
  if (sessionId === undefined) throw new OpenIdRefusal('signed-out');
  const person = await personOf(database(), answer);
  if (person?.id !== actor.id) throw await failed(actor, 'another-account');
  if (answer.authTime === undefined || answer.authTime < startedAt - CLOCK_SECONDS) {
    throw await failed(actor, 'not-asked');
  }
  await database().transaction(async (tx) => {
    await markFresh(tx, actor.id, sessionId, 'openid');
    await appendAuditEvent(tx, actor, { action: 'person.fresh-sign-in', detail: { method: 'openid' } });
  });
}

async function failed(actor: Actor, problem: OpenIdProblem): Promise<OpenIdRefusal> {
  await recordAuditEvent(actor, {
    action: 'person.fresh-sign-in-failed',
    outcome: 'refused',
    detail: { method: 'openid', problem },
  });
  return new OpenIdRefusal(problem);
}
