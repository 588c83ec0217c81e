import 'server-only';
import { eq } from 'drizzle-orm';
import { type Actor, type Role, systemActor } from '@/lib/auth/actor';
import { joinThroughLink } from '@/lib/auth/one-time-link';
import { hashPassword } from '@/lib/auth/password';
import { invitePerson } from '@/lib/auth/people-commands';
import { database } from '@/lib/db/database';
import { users } from '@/lib/db/schema/people';
import { randomCharacters } from '@/lib/vault/vault';

export interface DemoPerson {
  name: string;
  email: string;
  role: Role;
  /** Made now, kept nowhere else. */
  password: string;
}

const PEOPLE: readonly Omit<DemoPerson, 'password'>[] = [
  { name: 'Maya Lindqvist', email: 'maya@example.com', role: 'admin' },
  { name: 'Tom Okafor', email: 'tom@example.com', role: 'consultant' },
  { name: 'Ines Duarte', email: 'ines@example.com', role: 'support' },
];
const PASSWORD_CHARACTERS = 16;
// Without the letters and digits that are taken for one another: people type these from a terminal.
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';
const ORIGIN = {
  address: '127.0.0.1',
  userAgent:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.1 Safari/605.1.15',
};

export interface DemoActors {
  admin: Actor;
  consultant: Actor;
}

/** Lets the demo's people join, each by an invitation. Somebody who is there already gets a fresh password. */
export async function seedPeople(): Promise<{ people: DemoPerson[]; actors: DemoActors }> {
  const people: DemoPerson[] = [];
  const actors = new Map<Role, Actor>();
  for (const person of PEOPLE) {
    const password = randomCharacters(PASSWORD_CHARACTERS, READABLE).reveal();
    people.push({ ...person, password });
    actors.set(person.role, await ensurePerson({ ...person, password }));
  }
  const [admin, consultant] = [actors.get('admin'), actors.get('consultant')];
  if (admin === undefined || consultant === undefined)
    throw new Error('the demo needs an admin and a consultant');
  return { people, actors: { admin, consultant } };
}

async function ensurePerson({ password, ...person }: DemoPerson): Promise<Actor> {
  const [known] = await database().select({ id: users.id }).from(users).where(eq(users.email, person.email));
  if (known !== undefined) {
    await database()
      .update(users)
      .set({ passwordHash: await hashPassword(password) })
      .where(eq(users.id, known.id));
    return { id: known.id, role: person.role, via: 'web', isAgent: false, ...ORIGIN };
  }
  const { path } = await invitePerson(systemActor('cli'), person);
  const token = path.slice('/join/'.length);
  return joinThroughLink(token, { ...person, password, repeat: password }, ORIGIN);
}
