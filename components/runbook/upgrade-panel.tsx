import { ActionForm } from '@/components/ui/action-form';
import { Notice } from '@/components/ui/notice';
import { PrivateText } from '@/components/ui/private-text';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextLink } from '@/components/ui/text-link';
import type { DriftView } from '@/lib/runbook/drift-view';
import { ActFields } from './act-fields';
import type { RunFormAction } from './run-actions';

interface UpgradePanelProps {
  view: DriftView;
  upgrade: RunFormAction;
  mayWork: boolean;
}

/** The act itself, or why it cannot be done. */
export function UpgradePanel({ view, upgrade, mayWork }: UpgradePanelProps) {
  const { state, target, basis, problem, runbookId } = view;
  if (state === 'gone') return <Notice title="This client is leaving: the run takes no acts" />;
  if (target.runbookId !== null) {
    return (
      <Notice title={`Runbook v${target.number} has taken the place of this one`}>
        <TextLink href={`/runbooks/${target.runbookId}`}>Open v{target.number}</TextLink>
      </Notice>
    );
  }
  if (problem !== null) {
    return (
      <Notice tone="warn" title="The steps of today cannot be written yet">
        {problem} <TextLink href={`/clients/${view.client.slug}`}>Open the client</TextLink>
      </Notice>
    );
  }
  if (basis === null) return null;
  if (!mayWork) return <Notice title="You can read this">Consultants and admins upgrade a run.</Notice>;
  return (
    <Notice
      title={`Upgrade to v${target.number}`}
      action={
        <ActionForm action={upgrade}>
          <ActFields runbookId={runbookId} actId={crypto.randomUUID()} />
          <input type="hidden" name="basis" value={basis} />
          <SubmitButton size="touch" busyLabel="Upgrading…">
            Upgrade to v{target.number}
          </SubmitButton>
        </ActionForm>
      }
    >
      {state === 'closed'
        ? `The run goes on as v${target.number}, and is closed again by marking the machine installed.`
        : `The run goes on in v${target.number}. Whoever has v${view.number} open is told.`}
      <Concerned view={view} />
    </Notice>
  );
}

/** Whoever is on a step that reads differently afterwards. */
function Concerned({ view: { fates } }: { view: DriftView }) {
  const concerned = fates.filter(
    ({ state, reason, fate }) => state === 'claimed' && (reason !== null || fate === 'gone'),
  );
  return concerned.map(({ stepId, position, deed }) => (
    <p key={stepId}>
      <PrivateText>{deed?.by ?? 'Somebody'}</PrivateText> is on step {position}, which changes.
    </p>
  ));
}
