import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { AuditFilterForm } from '@/components/audit/audit-filter-form';
import { AuditTable } from '@/components/audit/audit-table';
import { EmptyState } from '@/components/ui/empty-state';
import { isTimeZone } from '@/components/ui/format-time';
import { PageHead } from '@/components/ui/page-head';
import { PaginationLinks } from '@/components/ui/pagination-links';
import { type AuditFilter, auditCursorSchema, auditFilterSchema } from '@/lib/audit/filter';
import { listAuditEvents, listAuditPeople } from '@/lib/audit/queries';
import type { Role } from '@/lib/auth/actor';
import { requireReader } from '@/lib/auth/session';

export const metadata: Metadata = { title: 'Audit' };

const facts: Record<Role, string> = {
  admin: 'Every event. Nothing here can be changed or removed.',
  consultant: 'What you did yourself. Nothing here can be changed or removed.',
  support: 'Every event, without addresses and reasons. Nothing here can be changed or removed.',
};

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AuditPage({ searchParams }: Props) {
  const asked = blanksLeftOut(await searchParams);
  const filter = auditFilterSchema.parse(asked);
  const { actor } = await requireReader(addressOf(filter, {}));
  const zone = (await cookies()).get('tz')?.value;
  const timeZone = isTimeZone(zone) ? zone : 'UTC';
  const [page, people] = await Promise.all([
    listAuditEvents(actor, { filter, cursor: auditCursorSchema.parse(asked), timeZone }),
    listAuditPeople(actor),
  ]);
  return (
    <>
      <PageHead title="Audit" facts={facts[actor.role]} />
      <AuditFilterForm filter={filter} people={people} />
      {page.lines.length === 0 ? (
        <EmptyState title="No events">
          Nothing in the log fits. Take a filter away, or choose other days.
        </EmptyState>
      ) : (
        <AuditTable lines={page.lines} withOrigin={actor.role !== 'support'} />
      )}
      <PaginationLinks
        newerHref={page.newer === null ? null : addressOf(filter, { after: page.newer })}
        olderHref={page.older === null ? null : addressOf(filter, { before: page.older })}
      />
    </>
  );
}

/** A form sends its empty fields too; of repeated names the first counts. */
function blanksLeftOut(params: Record<string, string | string[] | undefined>): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined && first.trim() !== '') given[name] = first;
  }
  return given;
}

function addressOf(filter: AuditFilter, cursor: { before?: number; after?: number }): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, ...cursor })) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? '/audit' : `/audit?${query}`;
}
