import type { Metadata } from 'next';
import {
  changeContactAction,
  changeNotesAction,
  changeRetentionDaysAction,
} from '@/app/(board)/clients/[slug]/actions';
import { openClient } from '@/app/(board)/clients/[slug]/open-client';
import { AttentionList } from '@/components/clients/attention-list';
import { attentionOf, newestTouch } from '@/components/clients/attention-of';
import { ComponentList } from '@/components/clients/component-list';
import { ContactForm } from '@/components/clients/contact-form';
import { ContactLines } from '@/components/clients/contact-lines';
import { NotesForm } from '@/components/clients/notes-form';
import { PurgedNotice } from '@/components/clients/purged-notice';
import { RecordDates } from '@/components/clients/record-dates';
import { RecordFrame } from '@/components/clients/record-frame';
import { RetentionForm } from '@/components/clients/retention-form';
import { Section } from '@/components/clients/section';
import { may } from '@/lib/auth/permissions';
import type { ClientRecord } from '@/lib/clients/client-queries';
import { listClientComponents } from '@/lib/clients/component-queries';
import { countMissing, missingWords } from '@/lib/clients/missing';
import { nextAct } from '@/lib/clients/next-act';
import { listRedactedSlots } from '@/lib/clients/slot-queries';
import { formBasis } from '@/lib/clients/stale-form';
import { lastTouches } from '@/lib/clients/touch-queries';
import { listOutdated } from '@/lib/runbook/installed-drift';

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await openClient(params)).client.name };
}

export default async function ClientPage({ params }: Props) {
  const { actor, client } = await openClient(params);
  const [slots, components, touches, outdated] = await Promise.all([
    listRedactedSlots(actor, client.id),
    listClientComponents(actor, client.id),
    lastTouches(actor, client.id),
    listOutdated(actor, client.id),
  ]);
  const componentNames = new Map(components.map(({ id, name }) => [id, name]));
  const now = new Date();
  // A draft is changed in its wizard, which would otherwise put its own answers back.
  const changeable = client.submittedAt !== null && client.offboardedAt === null && client.purgedAt === null;
  const mayWrite = may(actor, 'client.write') && changeable;
  return (
    <RecordFrame client={client} tab="overview" next={nextAct(client, may(actor, 'client.write'))} now={now}>
      <div className="grid gap-x-10 gap-y-8 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid content-start gap-8">
          {client.purgedAt === null ? (
            <Section id="attention" title="Missing or old">
              <AttentionList
                items={attentionOf(client, slots, touches, componentNames, now)}
                lastTouch={newestTouch(slots, touches)}
              />
            </Section>
          ) : (
            <PurgedNotice slug={client.slug} purgedAt={client.purgedAt} />
          )}
          <Section id="components" title="Components" beside={scopeWords(components.length, outdated.length)}>
            <ComponentList
              rows={components.map((component) => ({
                ...component,
                href: `/clients/${client.slug}/components/${component.id}`,
                missing: missingWords(countMissing(component.missing)),
                gone: client.purgedAt !== null,
                outdated: outdated.filter((each) => each.componentId === component.id),
              }))}
            />
          </Section>
        </div>
        <div className="grid content-start gap-8 md:max-xl:grid-cols-2">
          <Contact client={client} mayWrite={mayWrite} />
          <Notes client={client} mayWrite={mayWrite} />
          <Section
            id="retention"
            title="Dates"
            beside={
              may(actor, 'retention.manage') &&
              changeable && (
                <RetentionForm
                  action={changeRetentionDaysAction.bind(null, client.id)}
                  basis={formBasis({ retentionDays: String(client.retentionDays) })}
                  days={client.retentionDays}
                />
              )
            }
          >
            <RecordDates client={client} />
          </Section>
        </div>
      </div>
    </RecordFrame>
  );
}

function scopeWords(inScope: number, outdated: number): string {
  return outdated === 0 ? `${inScope} in scope` : `${inScope} in scope, ${outdated} out of date`;
}

interface PartProps {
  client: ClientRecord;
  mayWrite: boolean;
}

function Contact({ client, mayWrite }: PartProps) {
  const { name, contactName, contactEmail, contactPhone } = client;
  const contact = { name, contactName, contactEmail, contactPhone };
  return (
    <Section
      id="contact"
      title="Contact"
      beside={
        mayWrite && (
          <ContactForm
            action={changeContactAction.bind(null, client.id)}
            basis={formBasis(contact)}
            contact={contact}
          />
        )
      }
    >
      <ContactLines contact={contact} />
    </Section>
  );
}

function Notes({ client, mayWrite }: PartProps) {
  return (
    <Section
      id="notes"
      title="Notes"
      beside={
        mayWrite && (
          <NotesForm
            action={changeNotesAction.bind(null, client.id)}
            basis={formBasis({ notes: client.notes })}
            notes={client.notes}
          />
        )
      }
    >
      <p className="whitespace-pre-wrap text-13" dir="auto">
        {client.notes === '' ? <span className="text-ink-muted">None yet.</span> : client.notes}
      </p>
    </Section>
  );
}
