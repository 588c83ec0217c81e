import { Fragment } from 'react';
import { custodyOf } from '@/components/ui/custody';
import { CustodyFace } from '@/components/ui/custody-face';
import { SlotKey } from '@/components/ui/slot-key';
import { StateWord } from '@/components/ui/state-word';
import type { RunView, SlotView } from '@/lib/runbook/run-view';
import { LiveTimeline } from './live-timeline';
import { ScreenShareSwitch } from './screen-share-switch';

/** What is known around the steps: the secrets, the machine, and who did what last. */
export function HerePanel({ run }: { run: RunView }) {
  const onMachine = run.slots.filter((slot) => slot.placement !== null).length;
  const facts = run.machine.facts.filter(({ value }) => value !== '');
  return (
    <div className="grid gap-6 text-13">
      <ScreenShareSwitch className="lg:hidden" />
      {run.slots.length > 0 && (
        <section aria-label="Slots">
          <Head title="Slots" count={`${onMachine} of ${run.slots.length} on the machine`} />
          <ul className="grid">
            {run.slots.map((slot) => (
              <SlotLine key={slot.slotId} slot={slot} />
            ))}
          </ul>
        </section>
      )}
      <section aria-label="This machine">
        <Head title="Machine" count={run.machine.name} />
        {facts.length === 0 ? (
          <p className="text-ink-muted">Nothing recorded yet. The first steps do that.</p>
        ) : (
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
            {facts.map(({ label, value }) => (
              <Fragment key={label}>
                <dt className="text-ink-muted">{label}</dt>
                <dd className="text-right font-mono text-12 leading-[1.125rem] [overflow-wrap:anywhere]">
                  {value}
                </dd>
              </Fragment>
            ))}
          </dl>
        )}
      </section>
      <section aria-label="Timeline">
        <Head title="Timeline" />
        <LiveTimeline total={run.timeline.length} reportHref={`/runbooks/${run.runbookId}/report`} />
      </section>
    </div>
  );
}

function Head({ title, count }: { title: string; count?: string }) {
  return (
    <h2 className="mb-1.5 flex items-baseline justify-between gap-2 font-semibold text-13">
      {title}
      {count && <span className="font-normal text-ink-muted">{count}</span>}
    </h2>
  );
}

function SlotLine({ slot }: { slot: SlotView }) {
  return (
    <li className="flex items-baseline gap-2 border-line border-b py-1.5 last:border-b-0">
      <CustodyFace custody={custodyOf(slot)} iconOnly className="self-center" />
      <SlotKey name={slot.key} className="min-w-0 flex-1 text-12" />
      <SlotWord slot={slot} />
    </li>
  );
}

function SlotWord({ slot }: { slot: SlotView }) {
  const { gap } = slot;
  const place = { className: 'flex-none' };
  const open = slot.placement === null;
  if (gap?.kind === 'unmarked') {
    return (
      <StateWord state="waiting" {...place}>
        copied, not marked
      </StateWord>
    );
  }
  if (gap !== null) {
    return (
      <StateWord state="rotation-due" {...place}>
        v{gap.pastedVersion} there, v{gap.valueVersion} stored
      </StateWord>
    );
  }
  if (slot.stored?.spent) return <StateWord state="spent" {...place} />;
  if (slot.secretClass === 'device_sign_in') {
    return <StateWord state={open ? 'todo' : 'signed-in'} {...place} />;
  }
  if (slot.tag === 'client-supplied') return <StateWord state={open ? 'todo' : 'pasted'} {...place} />;
  if (slot.stored === null) return <StateWord state="missing" {...place} />;
  const placed = slot.placement?.valueVersion === slot.stored.valueVersion;
  return <StateWord state={placed ? 'pasted' : 'stored'} {...place} />;
}
