'use client';

import { PrivateText } from '@/components/ui/private-text';
import { PrivateWords } from '@/components/ui/private-words';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import { useLiveRun } from './live-run';

const SHOWN = 12;

/** What happened last, newest first, as it happens. `total` is how much there was when the page was made. */
export function LiveTimeline({ total, reportHref }: { total: number; reportHref: string }) {
  const { lines } = useLiveRun();
  if (lines.length === 0) return <p className="text-ink-muted">Nothing has happened yet.</p>;
  return (
    <>
      <ol className="grid gap-2">
        {lines.slice(0, SHOWN).map((line) => (
          <li key={line.key}>
            <span className="font-medium">
              <PrivateText>{line.by}</PrivateText>
            </span>{' '}
            <PrivateWords text={line.words} />
            <span className="block text-ink-muted">
              <Time at={line.at} />
              {line.doneAt && (
                <>
                  {', done '}
                  <Time at={line.doneAt} /> on the device
                </>
              )}
              {line.position !== null && (
                <>
                  {' · '}
                  <a href={`#step-${line.stepId}`} className="underline underline-offset-2">
                    step {line.position}
                  </a>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
      {total > SHOWN && (
        <p className="mt-2">
          <TextLink href={reportHref}>All {total} in the report</TextLink>
        </p>
      )}
    </>
  );
}
