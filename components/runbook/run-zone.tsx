import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';

interface RunZoneProps {
  id: 'run-index' | 'run-here';
  label: string;
  /** How it comes up where there is no room beside the steps. */
  as: 'drawer' | 'sheet';
  children: ReactNode;
}

const FLOATING =
  'max-xl:fixed max-xl:m-0 max-xl:overflow-y-auto max-xl:border max-xl:border-line max-xl:bg-raised max-xl:px-4 max-xl:pb-6 max-xl:shadow-float';
const BESIDE =
  'xl:sticky xl:top-32 xl:block xl:max-h-[calc(100dvh-9rem)] xl:overflow-y-auto xl:bg-transparent';
const SHAPES = {
  drawer: 'max-xl:inset-y-0 max-xl:right-auto max-xl:left-0 max-xl:h-dvh max-xl:max-h-dvh max-xl:w-72',
  sheet:
    'max-xl:inset-x-0 max-xl:top-auto max-xl:bottom-0 max-xl:max-h-[80dvh] max-xl:w-full max-xl:max-w-full max-xl:rounded-t-md',
};

/** What stands beside the steps where there is room, and is fetched with a button where there is not. */
export function RunZone({ id, label, as, children }: RunZoneProps) {
  return (
    <aside
      id={id}
      popover="auto"
      aria-label={label}
      className={classNames('text-ink print:hidden', FLOATING, BESIDE, SHAPES[as])}
    >
      <div className="sticky top-0 z-10 -mx-4 mb-2 flex items-center justify-between border-line border-b bg-raised py-1 pr-1 pl-4 xl:hidden">
        <span className="font-semibold text-14" aria-hidden="true">
          {label}
        </span>
        <Button
          variant="quiet"
          size="touch"
          className="px-3"
          popoverTarget={id}
          popoverTargetAction="hide"
          aria-label={`Close ${label}`}
        >
          <X className="size-4" aria-hidden="true" />
        </Button>
      </div>
      {children}
    </aside>
  );
}
