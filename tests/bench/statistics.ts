import { seedManyRuns } from '@/tests/support/many-runs';
import type { BenchBoard } from './bench-board';
import { load } from './board-page';
import { ratio } from './measure';

const RUNS = 10_000;
const LOADS = 40;

/** What the statistics over many closed runs cost the server, beside an answer that does nothing. */
export async function measureStatistics(board: BenchBoard): Promise<object> {
  const { events } = await seedManyRuns(board.addresses.superuserUrl, RUNS);
  const health = await load(board, '/api/health', LOADS);
  const year = await load(board, '/runbooks/statistics', LOADS);
  const everything = await load(board, '/runbooks/statistics?period=all', LOADS);
  const component = await load(board, '/runbooks/statistics?component=power', LOADS);
  return {
    runs: RUNS,
    events,
    health,
    year,
    everything,
    component,
    yearRatio: ratio(year.p50Millis, health.p50Millis),
    everythingRatio: ratio(everything.p50Millis, health.p50Millis),
  };
}
