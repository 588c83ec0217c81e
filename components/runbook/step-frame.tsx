'use client';

import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { classNames } from '@/components/ui/class-names';
import { LiveStepProvider, useLivePlace } from './live-step';
import { stepAnchor, useOpenSteps } from './open-steps';

interface StepFrameProps {
  stepId: string;
  summary: ReactNode;
  children: ReactNode;
}

/** A step that folds: one line when closed, everything when open, everything on paper. */
export function StepFrame(props: StepFrameProps) {
  return (
    <LiveStepProvider stepId={props.stepId}>
      <Frame {...props} />
    </LiveStepProvider>
  );
}

function Frame({ stepId, summary, children }: StepFrameProps) {
  const { isOpen, setOpen, whole } = useOpenSteps();
  const { step, current } = useLivePlace();
  const { state } = step;
  const settled = state === 'done' || state === 'skipped' || state === 'waived';
  const open = isOpen(stepId);
  const details = useRef<HTMLDetailsElement>(null);
  // A step may be opened by the address before this part of the page is hydrated, and hydration leaves attributes alone.
  useEffect(() => {
    if (details.current !== null && details.current.open !== open) details.current.open = open;
  }, [open]);
  return (
    <li
      id={stepAnchor(stepId)}
      data-title={step.content.title}
      className="scroll-mt-36 max-xl:scroll-mt-40 rounded-md focus-visible:outline-2 focus-visible:outline-accent print:break-inside-avoid"
    >
      <details
        ref={details}
        open={open}
        onToggle={(event) => setOpen(stepId, event.currentTarget.open)}
        className={classNames(
          'group/step rounded-md border print:[&::details-content]:block print:[&::details-content]:[content-visibility:visible]',
          open ? 'border-line bg-surface' : 'border-transparent',
          current && 'border-accent/60',
        )}
      >
        <summary
          className={classNames(
            'flex min-h-11 cursor-pointer list-none items-center gap-3 rounded-md px-3 py-2 sm:px-4',
            !open && 'hover:bg-hover',
            settled && !open && 'text-ink-muted',
          )}
        >
          {summary}
          <ChevronRight
            className="size-4 flex-none text-ink-muted transition-transform group-open/step:rotate-90 print:hidden"
            aria-hidden="true"
          />
        </summary>
        {(open || whole) && <div className="border-line border-t px-3 pt-4 pb-4 sm:px-4">{children}</div>}
      </details>
    </li>
  );
}
