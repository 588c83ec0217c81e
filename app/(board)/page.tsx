import type { Metadata } from 'next';
import { startWizardAction } from '@/app/(board)/wizard/actions';
import { ActiveRuns } from '@/components/board/active-runs';
import type { BoardCard } from '@/components/board/board-card';
import { BoardColumns } from '@/components/board/board-columns';
import { BoardFilters } from '@/components/board/board-filters';
import { cardOf } from '@/components/board/card-of';
import { ClientTable } from '@/components/board/client-table';
import { DueStrip } from '@/components/board/due-strip';
import { NamelessDrafts } from '@/components/board/nameless-drafts';
import { NewClient } from '@/components/board/new-client';
import { NoClients, NothingFound } from '@/components/board/nothing-here';
import { ViewLinks } from '@/components/board/view-links';
import { FreshOnReturn } from '@/components/offline/fresh-on-return';
import { LiveLists } from '@/components/runbook/live-lists';
import { PageHead } from '@/components/ui/page-head';
import { PaginationLinks } from '@/components/ui/pagination-links';
import { TextLink } from '@/components/ui/text-link';
import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { BoardClient } from '@/lib/clients/board-cards';
import {
  type BoardFilter,
  boardHref,
  columnStages,
  isNarrowed,
  parseBoardFilter,
} from '@/lib/clients/board-filter';
import { countStages, listBoardClients, readBoard, type StageCounts } from '@/lib/clients/board-queries';
import { readDue } from '@/lib/clients/due-queries';
import type { Stage } from '@/lib/clients/schema';
import { readActiveRuns } from '@/lib/runbook/active-runs';
import { readListsMark } from '@/lib/runbook/lists-mark';
import { runProgressOf } from '@/lib/runbook/run-lists';
import { listDrafts } from '@/lib/wizard/queries';
import { isStep, stepHref } from '@/lib/wizard/steps';

export const metadata: Metadata = { title: 'Board' };

interface BoardPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function BoardPage({ searchParams }: BoardPageProps) {
  const filter = parseBoardFilter(await searchParams);
  const { actor } = await requireReader(boardHref(filter));
  const mark = await readListsMark(actor);
  const [counts, catalogue] = await Promise.all([countStages(actor, filter), readCatalogue()]);
  const everywhere = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const total = filter.stage === null ? everywhere : (counts[filter.stage] ?? 0);
  const newClient = may(actor, 'wizard.use') ? <NewClient action={startWizardAction} /> : undefined;
  const narrowed = isNarrowed(filter);
  const allHref = boardHref(parseBoardFilter({ view: filter.view }));
  return (
    <>
      <FreshOnReturn />
      <LiveLists mark={mark} />
      <PageHead
        title="Board"
        facts={<Facts filter={filter} counts={counts} total={total} />}
        actions={
          <>
            <ViewLinks
              view={filter.view}
              boardHref={boardHref(filter, { view: 'board' })}
              tableHref={boardHref(filter, { view: 'table' })}
            />
            {everywhere > 0 && newClient}
          </>
        }
      />
      {(everywhere > 0 || narrowed) && (
        <BoardFilters
          {...filter}
          tiers={catalogue.packages.filter((each) => each.kind === 'tier')}
          clearHref={narrowed ? allHref : null}
        />
      )}
      {!narrowed && <Attention actor={actor} />}
      {total === 0 && (narrowed ? <NothingFound allHref={allHref} /> : <NoClients newClient={newClient} />)}
      {total > 0 && filter.view === 'board' && <Columns actor={actor} filter={filter} counts={counts} />}
      {total > 0 && filter.view === 'table' && <Page actor={actor} filter={filter} allHref={allHref} />}
    </>
  );
}

interface FactsProps {
  filter: BoardFilter;
  counts: StageCounts;
  total: number;
}

function Facts({ filter, counts, total }: FactsProps) {
  const { purged = 0 } = counts;
  return (
    <>
      <span>
        {total === 1 ? '1 client' : `${total} clients`}
        {isNarrowed(filter) && ' found'}
      </span>
      {filter.view === 'board' && filter.stage === null && purged > 0 && (
        <TextLink href={boardHref(filter, { view: 'table', stage: 'purged' })}>{purged} purged →</TextLink>
      )}
    </>
  );
}

/** What is due, the wizards that somebody left open, and who is where right now. */
async function Attention({ actor }: { actor: Actor }) {
  const [due, active, drafts] = await Promise.all([
    readDue(actor),
    readActiveRuns(actor),
    may(actor, 'wizard.use') ? listDrafts(actor) : { drafts: [] },
  ]);
  const table = (kind: BoardFilter['due']) => boardHref(parseBoardFilter({}), { view: 'table', due: kind });
  const nameless = drafts.drafts.filter((draft) => draft.clientId === null);
  return (
    <>
      <DueStrip
        expiring={{ count: due.expiring, href: table('expiring') }}
        waiting={{ count: due.waiting, longestDays: due.longestWaitDays, href: table('waiting') }}
        blocked={{ count: due.blocked, href: table('blocked') }}
        unpasted={{ count: due.unpasted, href: table('unpasted') }}
        gaps={{
          count: due.gaps,
          named: due.namedGaps.map((gap) => ({
            ...gap,
            href: `/clients/${gap.clientSlug}/credentials#${gap.slotId}`,
          })),
          href: table('gap'),
        }}
        purging={{ count: due.purging, nextAt: due.nextPurgeAt, href: table('purge') }}
      />
      <NamelessDrafts
        drafts={nameless.map((draft) => ({ ...draft, href: stepHref(draft.id, draft.step) }))}
      />
      <ActiveRuns {...active} />
    </>
  );
}

interface ColumnsProps {
  actor: Actor;
  filter: BoardFilter;
  counts: StageCounts;
}

async function Columns({ actor, filter, counts }: ColumnsProps) {
  const columns = await readBoard(actor, columnStages(filter, counts), filter, counts);
  const cards = await cardsOf(
    actor,
    columns.flatMap((column) => column.clients),
  );
  return (
    <BoardColumns
      columns={columns.map(({ stage, count, clients }) => ({
        stage,
        count,
        cards: clients.flatMap((client) => cards.get(client.id) ?? []),
        allHref: boardHref(filter, { view: 'table', stage }),
      }))}
    />
  );
}

interface TablePageProps {
  actor: Actor;
  filter: BoardFilter;
  allHref: string;
}

async function Page({ actor, filter, allHref }: TablePageProps) {
  const { clients, next } = await listBoardClients(actor, filter);
  const cards = await cardsOf(actor, clients);
  return (
    <>
      {clients.length === 0 ? (
        <NothingFound allHref={allHref} />
      ) : (
        <ClientTable cards={[...cards.values()]} />
      )}
      <PaginationLinks
        newerHref={filter.after === null ? null : boardHref(filter)}
        newerLabel="Newest"
        olderHref={next === null ? null : boardHref(filter, { after: next })}
      />
    </>
  );
}

/** Stages in which somebody may be at work on a machine. */
const WITH_RUNS: readonly Stage[] = ['installing', 'installed', 'offboarding'];

async function cardsOf(actor: Actor, clients: readonly BoardClient[]): Promise<Map<string, BoardCard>> {
  const withRuns = clients.filter(({ stage }) => WITH_RUNS.includes(stage)).map(({ id }) => id);
  const progress = await runProgressOf(actor, withRuns);
  const now = new Date();
  const wizardHref = may(actor, 'wizard.use')
    ? ({ id, step }: { id: string; step: string }) => stepHref(id, isStep(step) ? step : 'client')
    : null;
  return new Map(
    clients.map((client) => [client.id, cardOf(client, now, progress.get(client.id) ?? null, wizardHref)]),
  );
}
