import 'server-only';
import { signIn } from '@/lib/auth/next-auth';
import { makeTicket } from '@/lib/auth/session-ticket';
import type { StartedSession } from '@/lib/auth/sign-in';
import { keepKnownDevice } from '@/lib/auth/sign-in-cookies';

/** Gives the browser behind the present request the cookie of a session that was just started, and knows it again. */
export async function openSession(session: StartedSession): Promise<void> {
  await signIn('credentials', { ticket: makeTicket(session), redirect: false });
  await keepKnownDevice(session.userId);
}
