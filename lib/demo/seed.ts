import 'server-only';
import { eq } from 'drizzle-orm';
import { endSession } from '@/lib/auth/account';
import type { Actor } from '@/lib/auth/actor';
import { startSession } from '@/lib/auth/sign-in';
import { database } from '@/lib/db/database';
import { clients } from '@/lib/db/schema/clients';
import { DEMO_CLIENTS, type DemoClient } from '@/lib/demo/clients';
import { addPastRuns } from '@/lib/demo/past-runs';
import { type DemoActors, type DemoPerson, seedPeople } from '@/lib/demo/people';
import { playMirrorRun, playRun } from '@/lib/demo/play-run';
import { playWizard } from '@/lib/demo/play-wizard';
import { offboardClient } from '@/lib/retention/commands';
import { purgeClientEarly } from '@/lib/retention/purge';

/**
 * Fills an empty database with a consultancy at work: three people, twelve clients in every stage, runs, values and
 * references, all made up and all by the commands that the pages use. Does nothing when it is all there, and then
 * returns nobody: passwords are known only to the first caller.
 */
export async function seedDemo(): Promise<{ people: DemoPerson[] }> {
  const present = new Set(
    (await database().select({ slug: clients.slug }).from(clients)).map(({ slug }) => slug),
  );
  const absent = DEMO_CLIENTS.filter(({ slug }) => !present.has(slug));
  if (absent.length === 0) return { people: [] };
  const { people, actors } = await seedPeople();
  const consultant = await signedIn(actors.consultant);
  for (const demo of absent) await seedClient({ ...actors, consultant }, demo);
  await endSession(consultant);
  return { people };
}

/** Values are decrypted for a person in a browser, so there is a session for as long as the runs are played. */
async function signedIn(actor: Actor): Promise<Actor> {
  const { sessionId } = await startSession(actor);
  return { ...actor, sessionId };
}

async function seedClient({ admin, consultant }: DemoActors, demo: DemoClient): Promise<void> {
  const clientId = await playWizard(consultant, demo);
  if (demo.run !== undefined) await playRun(consultant, clientId, demo);
  await playMirrorRun(consultant, clientId, demo);
  if (demo.pastRuns !== undefined) await addPastRuns(consultant, clientId, demo.pastRuns);
  if (demo.stage !== 'offboarding' && demo.stage !== 'purged') return;
  await offboardClient(admin, clientId);
  if (demo.stage === 'purged') await purgeClientEarly(admin, clientId, { slug: await slugOf(clientId) });
}

async function slugOf(clientId: string): Promise<string> {
  const [client] = await database()
    .select({ slug: clients.slug })
    .from(clients)
    .where(eq(clients.id, clientId));
  return client?.slug ?? '';
}
