import { classNames } from '@/components/ui/class-names';
import { formatDuration } from '@/components/ui/duration';
import { monthWords } from './month-words';

interface Month {
  /** As 2026-11. */
  month: string;
  runs: number;
  medianMinutes: number | null;
}

interface MedianPlotProps {
  name: string;
  months: readonly Month[];
  estimateMinutes: number;
  className?: string;
}

const STEP = 10;
const GAP = 3;
const HEIGHT = 100;
/** A month in a minute beside one in an hour is still to be seen. */
const LOWEST = 4;

/** The median of each month as a bar, with a line at the estimate. Its label says all of it in words. */
export function MedianPlot({ name, months, estimateMinutes, className }: MedianPlotProps) {
  const known = months.flatMap(({ medianMinutes }) => medianMinutes ?? []);
  if (known.length === 0) return <span className="text-ink-muted">none in twelve months</span>;
  const most = Math.max(1, estimateMinutes, ...known);
  const y = (minutes: number) => HEIGHT - LOWEST - (minutes / most) * (HEIGHT - LOWEST);
  const line = y(estimateMinutes);
  return (
    <svg
      viewBox={`0 0 ${months.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Median of ${name} by month: ${months.flatMap(said).join(', ')}`}
      className={classNames('block border-line border-b', className)}
    >
      {months.map((month, index) => {
        if (month.medianMinutes === null) return null;
        const top = y(month.medianMinutes);
        return (
          <rect
            key={month.month}
            x={index * STEP + GAP / 2}
            y={top}
            width={STEP - GAP}
            height={HEIGHT - top}
            className={month.medianMinutes > estimateMinutes ? 'fill-warn' : 'fill-accent'}
          >
            <title>{said(month)}</title>
          </rect>
        );
      })}
      <line
        x1={0}
        x2={months.length * STEP}
        y1={line}
        y2={line}
        vectorEffect="non-scaling-stroke"
        strokeDasharray="3 3"
        className="stroke-ink-muted"
      />
    </svg>
  );
}

function said({ month, medianMinutes }: Month): string[] {
  return medianMinutes === null ? [] : [`${monthWords(month)} ${formatDuration(medianMinutes)}`];
}
