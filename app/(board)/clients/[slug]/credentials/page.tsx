import type { Metadata } from 'next';
import { freshenAction } from '@/app/(board)/account/actions';
import {
  confirmCopiedAction,
  copyFromRecordAction,
  generateAction,
  removeReferenceAction,
  setReferenceAction,
  storeValueAction,
} from '@/app/(board)/clients/[slug]/credentials/actions';
import { openClient } from '@/app/(board)/clients/[slug]/open-client';
import { PurgedNotice } from '@/components/clients/purged-notice';
import { RecordFrame } from '@/components/clients/record-frame';
import { RedactedSlots } from '@/components/clients/redacted-slots';
import { SlotFilter } from '@/components/clients/slot-filter';
import { WorkingSlots } from '@/components/clients/working-slots';
import { EmptyState } from '@/components/ui/empty-state';
import { TextLink } from '@/components/ui/text-link';
import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/permissions';
import type { ClientRecord } from '@/lib/clients/client-queries';
import { nextAct } from '@/lib/clients/next-act';
import type { RedactedSlot } from '@/lib/clients/schema';
import { parseSlotGroup, type SlotGroup, slotsOfGroup } from '@/lib/clients/slot-attention';
import { listRedactedSlots, listWorkingSlots } from '@/lib/clients/slot-queries';
import { lastTouches } from '@/lib/clients/touch-queries';

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ state?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Credentials of ${(await openClient(params, '/credentials')).client.name}` };
}

export default async function CredentialsPage({ params, searchParams }: Props) {
  const { actor, client } = await openClient(params, '/credentials');
  const group = parseSlotGroup((await searchParams).state);
  const mayWork = may(actor, 'client.write');
  const working = may(actor, 'credential.store') && client.offboardedAt === null;
  const now = new Date();
  return (
    <RecordFrame
      client={client}
      tab="credentials"
      next={group === 'open' ? null : nextAct(client, mayWork)}
      now={now}
    >
      {client.purgedAt !== null && <PurgedNotice slug={client.slug} purgedAt={client.purgedAt} />}
      {client.purgedAt === null && working && (
        <ForWork actor={actor} client={client} group={group} now={now} />
      )}
      {client.purgedAt === null && !working && (
        <ForReading actor={actor} client={client} group={group} now={now} />
      )}
    </RecordFrame>
  );
}

interface ListProps {
  actor: Actor;
  client: ClientRecord;
  group: SlotGroup | null;
  now: Date;
}

/** What support gets. Its query selects no value, no length and no reference, so none can reach this page. */
async function ForReading({ actor, client, group, now }: ListProps) {
  const slots = await listRedactedSlots(actor, client.id);
  const shown = slotsOfGroup(slots, group, now);
  return (
    <>
      <Filter client={client} group={group} slots={slots} now={now} />
      {shown.length === 0 ? <NoSlots client={client} group={group} /> : <RedactedSlots slots={shown} />}
    </>
  );
}

async function ForWork({ actor, client, group, now }: ListProps) {
  const [slots, touches] = await Promise.all([
    listWorkingSlots(actor, client.id),
    lastTouches(actor, client.id),
  ]);
  const shown = slotsOfGroup(slots, group, now);
  return (
    <>
      <Filter client={client} group={group} slots={slots} now={now} />
      {shown.length === 0 ? (
        <NoSlots client={client} group={group} />
      ) : (
        <WorkingSlots
          slots={shown}
          actions={{
            storeValue: storeValueAction.bind(null, client.id),
            setReference: setReferenceAction.bind(null, client.id),
            removeReference: removeReferenceAction.bind(null, client.id),
          }}
          generate={generateAction.bind(null, client.id)}
          copying={(slotId) => ({
            reveal: copyFromRecordAction.bind(null, client.id, slotId),
            confirm: confirmCopiedAction.bind(null, client.id, slotId),
            freshen: freshenAction,
          })}
          touches={touches}
        />
      )}
    </>
  );
}

interface FilterProps extends Omit<ListProps, 'actor'> {
  slots: readonly RedactedSlot[];
}

function Filter({ client, group, slots, now }: FilterProps) {
  const count = (wanted: SlotGroup) => slotsOfGroup(slots, wanted, now).length;
  return (
    <SlotFilter
      href={`/clients/${client.slug}/credentials`}
      current={group}
      counts={{
        all: slots.length,
        open: count('open'),
        stored: count('stored'),
        client: count('client'),
        run: count('run'),
      }}
    />
  );
}

function NoSlots({ client, group }: { client: ClientRecord; group: SlotGroup | null }) {
  if (group === null) {
    return (
      <EmptyState title="No credentials are needed">
        Nothing this client gets asks for one. Components with slots bring theirs along.
      </EmptyState>
    );
  }
  return (
    <EmptyState title={group === 'open' ? 'Nothing is missing, nothing is old' : 'None of these'}>
      <TextLink href={`/clients/${client.slug}/credentials`}>Show all slots</TextLink>
    </EmptyState>
  );
}
