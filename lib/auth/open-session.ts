import 'server-only';
import { signIn } from '@/lib/auth/next-auth';
import { makeTicket } from '@/lib/auth/session-ticket';
import type { StartedSession } from '@/lib/auth/sign-in';

/** Gives the browser behind the present request the cookie of a session that was just started. */
export async function openSession(session: StartedSession): Promise<void> {
  await signIn('credentials', { ticket: makeTicket(session), redirect: false });
}
