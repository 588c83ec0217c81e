import type { Metadata } from 'next';
import { ActionForm } from '@/components/ui/action-form';
import { Disclosure } from '@/components/ui/disclosure';
import { ContinueButtons } from '@/components/wizard/continue-buttons';
import { CredentialCounts } from '@/components/wizard/credential-counts';
import { CredentialGroup } from '@/components/wizard/credential-group';
import { DoFirst } from '@/components/wizard/do-first';
import { WizardFrame } from '@/components/wizard/wizard-frame';
import { listWorkingSlots } from '@/lib/clients/slot-queries';
import { STEP_TITLES } from '@/lib/wizard/schema';
import { credentialGroups, credentialSummary, needsNobody } from '@/lib/wizard/task-list';
import { DraftFoot } from '../draft-foot';
import { openStep, type StepParams } from '../open-step';
import {
  continueCredentialsAction,
  removeReferenceAction,
  setReferenceAction,
  setWaitingAction,
  storeValueAction,
} from './actions';

export const metadata: Metadata = { title: STEP_TITLES.credentials };

/** Every credential slot of the client: what was generated, what we provide, and where the client keeps theirs. */
export default async function CredentialsPage(props: StepParams) {
  const { actor, draft, first, frame, returnTo } = await openStep('credentials', props);
  if (first !== null || draft.client === null) {
    return <DoFirst wanted={STEP_TITLES.credentials} first={first ?? { title: '', href: '/wizard' }} />;
  }
  const slots = await listWorkingSlots(actor, draft.client.id);
  const { catalogue, whole, answers } = draft;
  const query = returnTo === undefined ? '' : '?return=check';
  const actions = {
    storeValue: storeValueAction.bind(null, draft.id),
    setReference: setReferenceAction.bind(null, draft.id),
    removeReference: removeReferenceAction.bind(null, draft.id),
  };
  const groups = credentialGroups(catalogue.components, whole, answers, slots);
  const done = groups.filter(needsNobody);
  const open = groups.filter((group) => !needsNobody(group));
  const show = (group: (typeof groups)[number]) => (
    <CredentialGroup
      key={group.componentId}
      group={group}
      actions={actions}
      setWaiting={setWaitingAction.bind(null, draft.id)}
      settingsHref={`/wizard/${draft.id}/settings/${group.componentId}${query}`}
    />
  );
  return (
    <WizardFrame title={STEP_TITLES.credentials} {...frame} foot={<DraftFoot actor={actor} draft={draft} />}>
      <CredentialCounts {...credentialSummary(slots)} />
      <div className="grid gap-8">
        <p className="max-w-prose text-14 text-ink-muted">
          What is ours is encrypted the moment you store it. What is the client’s stays in their vault: the
          board keeps only where.
        </p>
        {open.map(show)}
        {done.length > 0 && (
          <Disclosure summary={`Nothing to do: ${done.map(({ name }) => name).join(', ')}`} size="touch">
            <div className="grid gap-8 pt-4">{done.map(show)}</div>
          </Disclosure>
        )}
        <ActionForm action={continueCredentialsAction.bind(null, draft.id)}>
          {returnTo && <input type="hidden" name="return" value={returnTo} />}
          <p className="max-w-prose text-ink-muted">
            Nothing here has to be complete. What is missing stays on the board until it is there.
          </p>
          <ContinueButtons />
        </ActionForm>
      </div>
    </WizardFrame>
  );
}
