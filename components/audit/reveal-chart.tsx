import { Disclosure } from '@/components/ui/disclosure';
import { formatDay } from '@/components/ui/format-time';
import { Table } from '@/components/ui/table';

interface Bar {
  /** As 2026-11-22: the first day of what the bar stands for. */
  day: string;
  count: number;
}

export interface RevealChartProps {
  unit: 'day' | 'week' | 'month';
  from: string;
  to: string;
  bars: readonly Bar[];
  now: Date;
}

const STEP = 10;
const GAP = 3;
const HEIGHT = 100;
/** A day with one decryption beside a day with a hundred is still to be seen. */
const LOWEST = 4;

/** Decryptions over time: bars for the eye, the same numbers as a table for everybody. */
export function RevealChart({ unit, from, to, bars, now }: RevealChartProps) {
  const total = bars.reduce((sum, bar) => sum + bar.count, 0);
  const most = Math.max(0, ...bars.map((bar) => bar.count));
  const span = `${dayWords(from, now)} to ${dayWords(to, now)}`;
  if (total === 0) return <p className="mb-4 text-13 text-ink-muted">Nothing was decrypted from {span}.</p>;
  const title = `Decryptions by ${unit}`;
  const facts = `${total} from ${span}, at most ${most} in a ${unit}`;
  return (
    <figure className="mb-4">
      <figcaption className="mb-1.5 flex flex-wrap justify-between gap-x-4 text-13">
        <span className="font-medium">{title}</span>
        <span className="text-ink-muted">{facts}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}: ${facts}`}
        className="block h-20 w-full"
      >
        {bars.map((bar, index) => (
          <Column key={bar.day} bar={bar} x={index * STEP} most={most} label={barWords(bar, unit, now)} />
        ))}
      </svg>
      <p className="flex justify-between border-line border-t pt-1 text-12 text-ink-muted" aria-hidden="true">
        <span>{dayWords(bars[0]?.day ?? from, now)}</span>
        <span>{dayWords(to, now)}</span>
      </p>
      <Disclosure summary="The same as a table">
        <Table
          caption={title}
          columns={[
            { key: 'day', head: HEADS[unit], primary: true, cell: (bar) => timeWords(bar.day, unit, now) },
            { key: 'count', head: 'Decryptions', numeric: true, cell: (bar) => bar.count },
          ]}
          rows={bars.filter((bar) => bar.count > 0)}
          rowKey={(bar) => bar.day}
          className="max-w-sm"
        />
      </Disclosure>
    </figure>
  );
}

const HEADS = { day: 'Day', week: 'Week', month: 'Month' } as const;

function Column({ bar, x, most, label }: { bar: Bar; x: number; most: number; label: string }) {
  if (bar.count === 0) return null;
  const height = LOWEST + (bar.count / most) * (HEIGHT - LOWEST);
  return (
    <rect x={x + GAP / 2} y={HEIGHT - height} width={STEP - GAP} height={height} className="fill-accent">
      <title>{label}</title>
    </rect>
  );
}

function barWords({ day, count }: Bar, unit: RevealChartProps['unit'], now: Date): string {
  return `${timeWords(day, unit, now)}: ${count} ${count === 1 ? 'decryption' : 'decryptions'}`;
}

function timeWords(day: string, unit: RevealChartProps['unit'], now: Date): string {
  if (unit === 'month') return day.slice(0, 7);
  return unit === 'week' ? `Week of ${dayWords(day, now)}` : dayWords(day, now);
}

/** A day has no time zone any more: it is the reader's already. */
function dayWords(day: string, now: Date): string {
  return formatDay(new Date(`${day}T12:00:00Z`), 'UTC', now);
}
