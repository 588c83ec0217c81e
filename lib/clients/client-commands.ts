import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import { type ClientRow, lockClient, refuseWhenGone } from '@/lib/clients/client-row';
import { contactSchema, notesSchema, retentionDaysSchema } from '@/lib/clients/record-schema';
import { refuseDraft } from '@/lib/clients/refuse-draft';
import { refuseSecrets } from '@/lib/clients/refuse-secrets';
import { refuseStaleForm } from '@/lib/clients/stale-form';
import { database } from '@/lib/db/database';
import { clients } from '@/lib/db/schema/clients';
import { parseInput } from '@/lib/validate';

interface ClientForm {
  clientId: string;
  /** What the form was filled from; see `formBasis`. */
  basis: unknown;
  fields: unknown;
}

type Changes = Partial<
  Pick<ClientRow, 'name' | 'contactName' | 'contactEmail' | 'contactPhone' | 'notes' | 'retentionDays'>
>;

/** Changes what the client is called and whom to ring. */
export async function changeContact(actor: Actor, form: ClientForm): Promise<void> {
  authorise(actor, 'client.write');
  const wanted = parseInput(contactSchema, form.fields);
  refuseSecrets(await readCatalogue(), wanted);
  await changeClient(actor, form, wanted, 'contact');
}

/** Replaces the notes. */
export async function changeNotes(actor: Actor, form: ClientForm): Promise<void> {
  authorise(actor, 'client.write');
  const wanted = parseInput(notesSchema, form.fields);
  refuseSecrets(await readCatalogue(), wanted);
  await changeClient(actor, form, wanted, 'notes');
}

/** Sets for how many days values stay after offboarding. Admins only; a client that is leaving keeps its date. */
export async function changeRetentionDays(actor: Actor, form: ClientForm): Promise<void> {
  authorise(actor, 'retention.manage');
  await changeClient(actor, form, parseInput(retentionDaysSchema, form.fields), 'retention');
}

async function changeClient(actor: Actor, form: ClientForm, wanted: Changes, what: string): Promise<void> {
  const names = Object.keys(wanted) as (keyof Changes)[];
  await database().transaction(async (tx) => {
    const client = await lockClient(tx, form.clientId);
    refuseWhenGone(client);
    refuseDraft(client);
    const stored = Object.fromEntries(names.map((name) => [name, String(client[name])]));
    await refuseStaleForm(tx, actor, {
      basis: form.basis,
      stored,
      clientId: client.id,
      actions: ['client.changed', 'client.created'],
      what,
    });
    if (names.every((name) => client[name] === wanted[name])) return;
    await tx
      .update(clients)
      .set({ ...wanted, updatedAt: sql`now()` })
      .where(eq(clients.id, client.id));
    await appendAuditEvent(tx, actor, { action: 'client.changed', clientId: client.id, detail: { what } });
  });
}
