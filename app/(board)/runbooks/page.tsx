import type { Metadata } from 'next';
import { FreshOnReturn } from '@/components/offline/fresh-on-return';
import { LiveLists } from '@/components/runbook/live-lists';
import { RunTable } from '@/components/runbook/run-table';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHead } from '@/components/ui/page-head';
import { PaginationLinks } from '@/components/ui/pagination-links';
import { SegmentedLinks } from '@/components/ui/segmented-links';
import { requireReader } from '@/lib/auth/session';
import { readListsMark } from '@/lib/runbook/lists-mark';
import { listRuns, type RunListKind } from '@/lib/runbook/run-lists';
import { watchersOf } from '@/lib/runbook/watchers';

interface PageProps {
  searchParams: Promise<{ show?: string | string[]; after?: string | string[] }>;
}

export const metadata: Metadata = { title: 'Runs' };

const LISTS = [
  { kind: 'active', label: 'Under way' },
  { kind: 'waiting', label: 'Not begun' },
  { kind: 'closed', label: 'Closed' },
] as const satisfies readonly { kind: RunListKind; label: string }[];

const EMPTY: Readonly<Record<RunListKind, { title: string; text: string }>> = {
  active: {
    title: 'No run is under way',
    text: 'Open a runbook that is ready and start it on site. It then shows here with its progress.',
  },
  waiting: {
    title: 'No runbook waits to be started',
    text: 'A runbook is made when the wizard creates a client. Start with a new client on the board.',
  },
  closed: {
    title: 'No run is closed yet',
    text: 'A run closes when its machine is marked installed, handed over or out of service. Its report stays here.',
  },
};

export default async function Page({ searchParams }: PageProps) {
  const { show, after } = await searchParams;
  const { actor } = await requireReader('/runbooks');
  const { kind, label } = LISTS.find((list) => list.kind === show) ?? LISTS[0];
  const mark = await readListsMark(actor);
  const { runs, nextCursor } = await listRuns(actor, kind, typeof after === 'string' ? after : undefined);
  const here = await watchersOf(
    actor,
    runs.map(({ runbookId }) => runbookId),
  );
  const href = (list: RunListKind) => (list === 'active' ? '/runbooks' : `/runbooks?show=${list}`);
  return (
    <>
      <FreshOnReturn />
      <LiveLists mark={mark} />
      <PageHead
        title="Runs"
        actions={
          <>
            <LinkButton href="/runbooks/statistics" variant="quiet">
              Statistics
            </LinkButton>
            <SegmentedLinks
              label="Runs to show"
              items={LISTS.map((list) => ({
                href: href(list.kind),
                label: list.label,
                current: list.kind === kind,
              }))}
            />
          </>
        }
      />
      {runs.length === 0 ? (
        <EmptyState title={EMPTY[kind].title} action={<LinkButton href="/">Go to the board</LinkButton>}>
          {EMPTY[kind].text}
        </EmptyState>
      ) : (
        <RunTable runs={runs} caption={`Runs: ${label}`} here={here} />
      )}
      <PaginationLinks
        newerHref={after === undefined ? null : href(kind)}
        newerLabel="Newest"
        olderHref={nextCursor === null ? null : `/runbooks?show=${kind}&after=${nextCursor}`}
      />
    </>
  );
}
