import 'server-only';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { authSecret } from '@/lib/auth/auth-secret';
import type { StartedSession } from '@/lib/auth/sign-in';

const TICKET_SECONDS = 30;

/** A signed word from the sign-in command to next-auth: "this session was started just now". */
export function makeTicket(session: StartedSession): string {
  const expires = Math.floor(Date.now() / 1000) + TICKET_SECONDS;
  const body = `${session.userId}.${session.sessionId}.${expires}`;
  return `${body}.${signature(body).toString('base64url')}`;
}

/** The session a ticket stands for, in the shape next-auth wants, or null when it is forged or late. */
export function resumeTicket(ticket: unknown): { id: string; sessionId: string } | null {
  if (typeof ticket !== 'string') return null;
  const [userId, sessionId, expires, given] = ticket.split('.');
  if (userId === undefined || sessionId === undefined || expires === undefined || given === undefined)
    return null;
  const expected = signature(`${userId}.${sessionId}.${expires}`);
  const presented = Buffer.from(given, 'base64url');
  if (presented.length !== expected.length || !timingSafeEqual(presented, expected)) return null;
  if (Number(expires) < Math.floor(Date.now() / 1000)) return null;
  return { id: userId, sessionId };
}

function signature(body: string): Buffer {
  return createHmac('sha256', authSecret()).update(`session-ticket\n${body}`).digest();
}
