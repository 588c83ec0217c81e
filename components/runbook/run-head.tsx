import { ClipboardCheck, FileText, Info, ListChecks } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { LinkButton } from '@/components/ui/link-button';
import { BackLink } from '@/components/ui/page-head';
import { runbookWords } from '@/lib/clients/run-kind';
import type { RunView } from '@/lib/runbook/run-view';
import { HeadProgress } from './head-progress';
import { OfflineStrip } from './offline-strip';
import { RunKeys } from './run-keys';
import { ScreenShareSwitch } from './screen-share-switch';
import { RUN_HEAD_ID } from './step-focus';

interface RunHeadProps {
  run: RunView;
  viewerId: string;
  phaseNames: Readonly<Record<string, string>>;
  silenceMinutes: number;
  nowMillis: number;
}

const icon = { className: 'size-4', 'aria-hidden': true } as const;

/** Beside the navigation, where the page is not wide yet, these are their icons alone, as on a phone. */
const ICON_ALONE = {
  icon: { className: 'size-4 sm:hidden lg:max-xl:block', 'aria-hidden': true },
  label: 'max-sm:sr-only lg:max-xl:sr-only',
} as const;

/** The head that stays: whose run, how far, how long; and the drawers where there is no room for three zones. */
export function RunHead({ run, viewerId, phaseNames, silenceMinutes, nowMillis }: RunHeadProps) {
  return (
    <header
      id={RUN_HEAD_ID}
      className="sticky top-0 z-20 -mx-4 -mt-4 mb-5 grid gap-2 border-line border-b bg-canvas px-4 pt-2 max-sm:gap-1 pb-2.5 sm:-mx-6 sm:-mt-5 sm:px-6 lg:-mx-8 lg:px-8 print:hidden"
    >
      <div className="flex items-center justify-between gap-x-4">
        <div className="flex min-w-0 items-baseline gap-x-3 max-sm:grid">
          <BackLink href={`/clients/${run.client.slug}`}>{run.client.name}</BackLink>
          <h1 className="truncate font-semibold text-16 tracking-tight">
            {run.machine.name}
            <span
              className={classNames('font-normal text-ink-muted', run.kind === 'install' && 'max-sm:hidden')}
            >
              {' '}
              · {runbookWords(run)}
            </span>
          </h1>
        </div>
        <div className="flex flex-none items-center gap-2">
          <Button popoverTarget="run-index" icon={<ListChecks {...icon} />} className="xl:hidden">
            <span className="max-sm:sr-only">Phases</span>
          </Button>
          <Button popoverTarget="run-here" icon={<Info {...icon} />} className="xl:hidden">
            <span className="max-sm:sr-only">Here</span>
          </Button>
          {run.closedAt === null && run.kind === 'install' && (
            <LinkButton
              href={`/runbooks/${run.runbookId}/preflight`}
              title="Preflight"
              icon={<ClipboardCheck {...ICON_ALONE.icon} />}
            >
              <span className={ICON_ALONE.label}>Preflight</span>
            </LinkButton>
          )}
          <LinkButton
            href={`/runbooks/${run.runbookId}/report`}
            title="Report"
            icon={<FileText {...ICON_ALONE.icon} />}
          >
            <span className={ICON_ALONE.label}>Report</span>
          </LinkButton>
          <ScreenShareSwitch className="max-lg:hidden" />
          <RunKeys />
        </div>
      </div>
      <HeadProgress
        phaseNames={phaseNames}
        silenceMinutes={silenceMinutes}
        clock={
          run.startedAt === null
            ? null
            : {
                activeMinutes: run.activeMinutes,
                estimateMinutes: run.estimateMinutes,
                running: run.closedAt === null,
                nowMillis,
              }
        }
      />
      <OfflineStrip runbookId={run.runbookId} personId={viewerId} nowMillis={nowMillis} />
    </header>
  );
}
