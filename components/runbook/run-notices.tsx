import { ActionForm } from '@/components/ui/action-form';
import { formatDuration } from '@/components/ui/duration';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import type { RunKind } from '@/lib/clients/run-kind';
import type { RunView } from '@/lib/runbook/run-view';
import { ActFields } from './act-fields';
import type { RunActions } from './run-actions';

interface RunNoticesProps {
  run: RunView;
  actions: RunActions;
  mayWork: boolean;
}

/** What to know before the first step: not begun, out of date, replaced, closed, or only to be read. */
export function RunNotices({ run, actions, mayWork }: RunNoticesProps) {
  if (run.newerRunbookId !== null) {
    return (
      <Notice tone="warn" title="A newer runbook has taken the place of this one">
        <TextLink href={`/runbooks/${run.newerRunbookId}`}>Open the newer runbook</TextLink>
        {', or '}
        <TextLink href={`/runbooks/${run.runbookId}/changes`}>see what changed</TextLink>
      </Notice>
    );
  }
  if (run.closedAt !== null) return <Closed run={run} mayWork={mayWork} />;
  if (run.client.gone) {
    return (
      <Notice title={run.client.purged ? 'This client was purged' : 'This client is offboarding'}>
        The run can be read, and takes no acts.
      </Notice>
    );
  }
  if (!mayWork) return <Notice title="You can read this run">Consultants and admins work on it.</Notice>;
  if (run.outdated) return <Outdated run={run} actions={actions} />;
  if (run.startedAt === null) return <NotBegun run={run} actions={actions} />;
  return run.moved ? <Moved run={run} /> : null;
}

const closedTitles: Readonly<Record<RunKind, string>> = {
  install: 'The machine is marked installed',
  'hand-over': 'The machine was handed over',
  offboarding: 'The machine is out of our service',
};

function Closed({ run, mayWork }: Omit<RunNoticesProps, 'actions'>) {
  const early = run.endedBecause;
  return (
    <Notice
      tone={early === null ? 'ok' : 'warn'}
      title={early === null ? closedTitles[run.kind] : `This run ended before it was finished. ${early}`}
    >
      <p>
        This run was closed {run.closedAt && <Time at={run.closedAt} />}.{' '}
        <TextLink href={`/runbooks/${run.runbookId}/report`}>Read its report</TextLink>
      </p>
      {mayWork && run.kind === 'install' && (
        <p>
          Nothing is copied from it any more. Values are on{' '}
          <TextLink href={`/clients/${run.client.slug}/credentials`}>the client’s credentials page</TextLink>.
        </p>
      )}
    </Notice>
  );
}

function Moved({ run }: Pick<RunNoticesProps, 'run'>) {
  return (
    <Notice title={`Runbook v${run.number} is not what would be made today`}>
      The catalogue or the client’s answers moved on.{' '}
      <TextLink href={`/runbooks/${run.runbookId}/changes`}>See what changed</TextLink>
    </Notice>
  );
}

function Outdated({ run, actions }: Omit<RunNoticesProps, 'mayWork'>) {
  return (
    <Notice
      tone="warn"
      title="The client’s answers changed since this runbook was made"
      action={
        <ActionForm action={actions.recompose}>
          <ActFields runbookId={run.runbookId} actId={crypto.randomUUID()} />
          <SubmitButton size="touch" busyLabel="Making it…">
            Make it again
          </SubmitButton>
        </ActionForm>
      }
    >
      Nothing has been done on the machine yet, so nothing is lost: you get v{run.number + 1}.{' '}
      <TextLink href={`/runbooks/${run.runbookId}/changes`}>See what changed</TextLink>
    </Notice>
  );
}

function NotBegun({ run, actions }: Omit<RunNoticesProps, 'mayWork'>) {
  return (
    <Notice
      title={`${run.progress.total} steps, about ${formatDuration(run.estimateMinutes)}`}
      action={
        <ActionForm action={actions.start}>
          <ActFields runbookId={run.runbookId} actId={crypto.randomUUID()} />
          <SubmitButton size="touch" busyLabel="Starting…">
            Start the run
          </SubmitButton>
        </ActionForm>
      }
    >
      {run.missing !== null && (
        <p>
          Missing: {run.missing}. The steps that need them wait.{' '}
          <TextLink href={`/clients/${run.client.slug}/credentials`}>See the client’s credentials</TextLink>
        </p>
      )}
      <p>The clock starts with this button, or with your first step.</p>
    </Notice>
  );
}
