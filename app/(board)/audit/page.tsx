import type { Metadata } from 'next';
import { AuditFilterForm } from '@/components/audit/audit-filter-form';
import { AuditTable } from '@/components/audit/audit-table';
import { ExportLinks } from '@/components/audit/export-links';
import { RevealChart } from '@/components/audit/reveal-chart';
import { RevealReport } from '@/components/audit/reveal-report';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { PaginationLinks } from '@/components/ui/pagination-links';
import { type AuditFilter, auditCursorSchema, auditFilterSchema } from '@/lib/audit/filter';
import { listAuditEvents, listAuditPeople } from '@/lib/audit/queries';
import { readRevealChart, readRevealReport } from '@/lib/audit/reports';
import type { Role } from '@/lib/auth/actor';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { givenParams, viewerTimeZone } from './asked';

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
  const asked = givenParams(await searchParams);
  const filter = auditFilterSchema.parse(asked);
  const { actor } = await requireReader(`/audit${searchOf(filter)}`);
  const question = { filter, timeZone: await viewerTimeZone() };
  const now = new Date();
  const [page, people, report, chart] = await Promise.all([
    listAuditEvents(actor, { ...question, cursor: auditCursorSchema.parse(asked) }),
    listAuditPeople(actor),
    readRevealReport(actor, question),
    readRevealChart(actor, question, now),
  ]);
  return (
    <>
      <PageHead
        title="Audit"
        facts={facts[actor.role]}
        actions={may(actor, 'audit.read-own') && <ExportLinks query={searchOf(filter).slice(1)} />}
      />
      <AuditFilterForm filter={filter} people={people} />
      {report && <RevealReport report={report} />}
      <RevealChart {...chart} now={now} />
      {page.lines.length === 0 ? (
        <EmptyState title="No events">
          Nothing in the log fits. Take a filter away, or choose other days.
        </EmptyState>
      ) : (
        <AuditTable lines={page.lines} withOrigin={actor.role !== 'support'} />
      )}
      <PaginationLinks
        newerHref={page.newer === null ? null : `/audit${searchOf({ ...filter, after: page.newer })}`}
        olderHref={page.older === null ? null : `/audit${searchOf({ ...filter, before: page.older })}`}
      />
    </>
  );
}

/** The query of an address with its question mark; empty for nothing. */
function searchOf(fields: AuditFilter & { before?: number; after?: number }): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? '' : `?${query}`;
}
