import { Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { SlotKey } from '@/components/ui/slot-key';
import { StateWord } from '@/components/ui/state-word';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import type { PreflightView } from '@/lib/runbook/preflight-view';

/** To be ticked on paper; on a screen it would look as if it could be. */
const EMPTY_BOX = (
  <Square
    className="hidden flex-none text-ink-muted print:block print:size-3 print:translate-y-[3px]"
    aria-hidden="true"
  />
);
const WHY = { 'never there': 'missing', expired: 'expired', spent: 'used up: make a new one' } as const;

function Lines({ children }: { children: ReactNode }) {
  return <ul className="grid">{children}</ul>;
}

function Line({ children, end }: { children: ReactNode; end?: ReactNode }) {
  return (
    <li className="break-avoid flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 border-line border-b py-2 last:border-b-0 print:py-0">
      <span className="min-w-0">{children}</span>
      {end && <span className="text-14 text-ink-muted print:text-12">{end}</span>}
    </li>
  );
}

/** Keys, references and answers without which a step stops, with where to mend each. */
export function LackingList({ items, slug }: { items: PreflightView['lacking']; slug: string }) {
  return (
    <Lines>
      {items.map((item) => (
        <Line
          key={item.id}
          end={
            <>
              {item.componentName}, waits for {item.waitsFor === 'us' ? 'us' : 'the client'}
            </>
          }
        >
          <StateWord state={item.because === 'expired' ? 'expired' : 'missing'} className="mr-3">
            {item.kind === 'answer' ? 'not answered' : WHY[item.because]}
          </StateWord>
          <TextLink
            href={
              item.kind === 'answer'
                ? `/clients/${slug}/components/${item.componentId}`
                : `/clients/${slug}/credentials#${item.id}`
            }
          >
            {item.kind === 'answer' ? (
              item.name
            ) : (
              <SlotKey name={item.name} className="text-14 print:text-12" />
            )}
          </TextLink>
        </Line>
      ))}
    </Lines>
  );
}

/** References that nobody verified, and values that run out within the week. */
export function CheckList({ items, slug }: { items: PreflightView['toCheck']; slug: string }) {
  return (
    <Lines>
      {items.map((item) => (
        <Line key={`${item.slotId}-${item.kind}`} end={item.componentName}>
          <span className="inline-flex gap-2">
            {EMPTY_BOX}
            <span className="min-w-0">
              <TextLink href={`/clients/${slug}/credentials#${item.slotId}`}>
                <SlotKey name={item.key} className="text-14 print:text-12" />
              </TextLink>{' '}
              {item.kind === 'unverified' ? 'never verified' : <ExpiresSoon at={item.expiresAt} />}
              {item.label !== null && item.label !== '' && (
                <span className="text-ink-muted">, {item.label}</span>
              )}
            </span>
          </span>
        </Line>
      ))}
    </Lines>
  );
}

function ExpiresSoon({ at }: { at: Date | null }) {
  return <>expires {at === null ? 'soon' : <Time at={at} as="day" />}</>;
}

/** What somebody else needs time for, and when it can be there at the earliest. */
export function LeadTimeList({ items }: { items: PreflightView['leadTimes'] }) {
  return (
    <Lines>
      {items.map((item) => (
        <Line
          key={item.componentId}
          end={
            <>
              asked for today: not before <Time at={item.notBefore} as="day" />
            </>
          }
        >
          <span className="font-medium">{item.componentName}.</span> {item.says}
        </Line>
      ))}
    </Lines>
  );
}

/** Steps that were put aside, and why. */
export function HeldList({ items, runbookId }: { items: PreflightView['held']; runbookId: string }) {
  return (
    <Lines>
      {items.map((item) => (
        <Line key={item.stepId} end={<bdi>{item.reason}</bdi>}>
          <StateWord state={item.state} className="mr-3" />
          <TextLink href={`/runbooks/${runbookId}#step-${item.stepId}`}>
            {item.position} {item.title}
          </TextLink>
        </Line>
      ))}
    </Lines>
  );
}

interface ThingListProps {
  items: readonly string[];
  none: string;
  /** On paper, where the list is the longest of the sheet. */
  twoColumns?: boolean;
}

/** Things with a box to tick on paper. */
export function ThingList({ items, none, twoColumns = false }: ThingListProps) {
  if (items.length === 0) return <p className="text-ink-muted">{none}</p>;
  return (
    <ul className={classNames('grid gap-1 print:gap-x-6 print:gap-y-0', twoColumns && 'print:grid-cols-2')}>
      {items.map((item) => (
        <li key={item} className="flex gap-2">
          {EMPTY_BOX}
          <span className="text-ink-muted print:hidden" aria-hidden="true">
            •
          </span>
          <span className="min-w-0">{item}</span>
        </li>
      ))}
    </ul>
  );
}
