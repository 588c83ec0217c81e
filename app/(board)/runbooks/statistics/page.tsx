import type { Metadata } from 'next';
import { ComponentStatistics } from '@/components/statistics/component-statistics';
import { StatisticsFilters } from '@/components/statistics/statistics-filters';
import { StepStatistics } from '@/components/statistics/step-statistics';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHead } from '@/components/ui/page-head';
import { requireReader } from '@/lib/auth/session';
import { readCatalogue } from '@/lib/catalogue/queries';
import { SILENCE_MINUTES } from '@/lib/runbook/silence';
import {
  parseStatisticsFilter,
  type StatisticsFilter,
  statisticsHref,
} from '@/lib/runbook/statistics-filter';
import { type RunStatistics, readStatistics } from '@/lib/runbook/statistics-queries';

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: 'Statistics' };

export default async function StatisticsPage({ searchParams }: PageProps) {
  const filter = parseStatisticsFilter(await searchParams);
  const { actor } = await requireReader(statisticsHref(filter));
  const [{ components }, statistics] = await Promise.all([readCatalogue(), readStatistics(actor, filter)]);
  return (
    <>
      <PageHead
        back={{ href: '/runbooks', label: 'Runs' }}
        title="Statistics"
        facts="How components and steps go, from closed runs"
      />
      <StatisticsFilters filter={filter} components={components} kinds={statistics.otherKinds} />
      {statistics.components.length === 0 ? (
        <Nothing filter={filter} />
      ) : (
        <Figures filter={filter} statistics={statistics} />
      )}
    </>
  );
}

function Nothing({ filter }: { filter: StatisticsFilter }) {
  const narrowed = statisticsHref(filter) !== statisticsHref(parseStatisticsFilter({}));
  return (
    <EmptyState
      title="No run was closed"
      action={
        narrowed ? (
          <LinkButton href="/runbooks/statistics?period=all">Show everything</LinkButton>
        ) : (
          <LinkButton href="/runbooks">Go to the runs</LinkButton>
        )
      }
    >
      A run counts once it is finished, such as when its machine is marked installed. From then on it shows
      here how its components and steps went.
    </EmptyState>
  );
}

function Figures({ filter, statistics }: { filter: StatisticsFilter; statistics: RunStatistics }) {
  return (
    <>
      <section aria-labelledby="components">
        <h2 id="components" className="mb-1 font-semibold text-16">
          Components
        </h2>
        <p className="mb-2 max-w-prose text-13 text-ink-muted">
          A step’s minutes are the time since whatever happened before in its run, as in the run’s report; a
          pause of {SILENCE_MINUTES} minutes or more counts as nothing. Smooth: no step of the component
          failed or was blocked. The plots show the last twelve months, with a line at the estimate.
        </p>
        <ComponentStatistics
          components={statistics.components}
          hrefOf={(component) => statisticsHref(filter, { component })}
        />
      </section>
      <section aria-labelledby="steps" className="mt-8">
        <h2 id="steps" className="mb-1 font-semibold text-16">
          Steps that make trouble
        </h2>
        <p className="mb-2 max-w-prose text-13 text-ink-muted">
          In how many runs, of those in which the component was installed. Ran over: took more than half as
          long again as estimated, and two minutes longer at least. A step’s link leads to where the catalogue
          has it.
        </p>
        {statistics.steps.length === 0 ? (
          <p>No step of this period went wrong in this way.</p>
        ) : (
          <StepStatistics steps={statistics.steps} />
        )}
      </section>
    </>
  );
}
