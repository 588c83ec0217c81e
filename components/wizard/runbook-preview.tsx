import { Disclosure } from '@/components/ui/disclosure';
import type { RunbookPreview as Preview } from '@/lib/wizard/review';

/** The runbook that the button will make, phase by phase. */
export function RunbookPreview({ preview }: { preview: Preview }) {
  return (
    <>
      <p className="mb-2">
        {preview.steps} steps, about {minutesWords(preview.minutes)}.
      </p>
      <div className="divide-y divide-line border-line border-y">
        {preview.phases.map((phase) => (
          <Disclosure
            key={phase.name}
            size="touch"
            summary={
              <>
                {phase.name}
                <span className="text-14 text-ink-muted tabular-nums">
                  {phase.titles.length === 1 ? '1 step' : `${phase.titles.length} steps`} ·{' '}
                  {minutesWords(phase.minutes)}
                </span>
              </>
            }
          >
            <ol className="grid list-decimal gap-1 pl-6">
              {phase.titles.map((title) => (
                <li key={title}>{title}</li>
              ))}
            </ol>
          </Disclosure>
        ))}
      </div>
    </>
  );
}

function minutesWords(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}
