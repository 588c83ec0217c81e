import { SYSTEM_ACTOR_ID } from '@/lib/auth/actor';

interface Author {
  action: string;
  actorId: string;
  /** The name of the account with that id, where there is one. */
  actorName: string | null;
  actorRole: string;
}

/** Who tried a password proved nothing: the account they tried it on is the event's subject, not its author. */
export function whoDid(event: Author): { actorName: string; actorRole: string | null } {
  if (event.action === 'person.sign-in-failed') return { actorName: 'not signed in', actorRole: null };
  if (event.actorId === SYSTEM_ACTOR_ID) return { actorName: 'Jed Board', actorRole: null };
  return { actorName: event.actorName ?? 'somebody', actorRole: event.actorRole };
}
