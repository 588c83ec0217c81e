import { ClockAlert, User } from 'lucide-react';
import { classNames } from '@/components/ui/class-names';
import { PrivateText } from '@/components/ui/private-text';
import { ProgressBar } from '@/components/ui/progress-bar';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import { RUN_KIND_NAMES, type RunKind } from '@/lib/clients/run-kind';

interface ActiveRun {
  runbookId: string;
  kind: RunKind;
  clientName: string;
  machineName: string;
  settled: number;
  total: number;
  currentTitle: string | null;
  /** Who said that they are on it, and since when. */
  onIt: { by: string; at: Date } | null;
  /** Who has it open now. */
  here: readonly string[];
  lastAt: Date | null;
  lastBy: string | null;
  /** For longer than the step is estimated to take. */
  silent: boolean;
}

interface ActiveRunsProps {
  runs: readonly ActiveRun[];
  total: number;
}

/** Who is where right now: the runs under way, the liveliest first. On a phone one line that leads to them. */
export function ActiveRuns({ runs, total }: ActiveRunsProps) {
  const [first] = runs;
  if (first === undefined) return null;
  return (
    <section aria-labelledby="under-way" className="mb-4 text-13">
      <p className="truncate sm:hidden">
        <TextLink href="/runbooks" className="inline-flex min-h-11 items-center">
          Under way: {total === 1 ? '1 run' : `${total} runs`}, {first.clientName} {first.settled} of{' '}
          {first.total}
        </TextLink>
      </p>
      <div className="max-sm:hidden">
        <div className="mb-1 flex items-baseline justify-between gap-4">
          <h2 id="under-way" className="font-medium">
            Under way
          </h2>
          <TextLink href="/runbooks">{total > runs.length ? `all ${total} runs` : 'all runs'} →</TextLink>
        </div>
        <ul className="border-line border-t">
          {runs.map((run) => (
            <li
              key={run.runbookId}
              className="grid grid-cols-[minmax(0,1fr)_17rem] items-center gap-x-4 gap-y-0.5 border-line border-b py-1.5 lg:grid-cols-[minmax(0,5fr)_10rem_minmax(0,5fr)_minmax(0,5fr)]"
            >
              <span className="truncate">
                <TextLink href={`/runbooks/${run.runbookId}`} prefetch={false}>
                  {run.clientName}
                </TextLink>{' '}
                <span className="font-mono text-12 text-ink-muted">{run.machineName}</span>
                {run.kind !== 'install' && ` · ${RUN_KIND_NAMES[run.kind]}`}
              </span>
              <ProgressBar
                value={run.settled}
                max={run.total}
                label={`Steps done for ${run.clientName}`}
                tone={run.silent ? 'warn' : 'accent'}
              />
              <span className="truncate">
                {run.currentTitle === null ? 'Everything is settled' : `now: ${run.currentTitle}`}
              </span>
              <Who run={run} />
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

/** Who is on it, and since when; else who has it open, or was last. In amber once nothing happened for long. */
function Who({ run }: { run: ActiveRun }) {
  const { onIt, here, lastAt, lastBy, silent } = run;
  const Icon = silent ? ClockAlert : User;
  const open = onIt === null && here.length > 0;
  const at = silent || onIt === null ? lastAt : onIt.at;
  return (
    <span
      className={classNames('flex min-w-0 items-center gap-1.5', silent ? 'text-warn' : 'text-ink-muted')}
    >
      <Icon className="size-4 flex-none" aria-hidden="true" />
      <span className="truncate">
        {open && 'open: '}
        <PrivateText>{open ? here.join(', ') : (onIt?.by ?? lastBy)}</PrivateText>
        {at !== null && (
          <>
            {silent ? ', silent since ' : onIt === null ? ', last act ' : ', since '}
            <Time at={at} />
          </>
        )}
      </span>
    </span>
  );
}
