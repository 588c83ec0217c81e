import type { Metadata } from 'next';
import { AutosaveForm } from '@/components/wizard/autosave-form';
import { ClientFields } from '@/components/wizard/client-fields';
import { ContinueButtons } from '@/components/wizard/continue-buttons';
import { DoFirst } from '@/components/wizard/do-first';
import { WizardFrame } from '@/components/wizard/wizard-frame';
import { prefillStep } from '@/lib/wizard/prefill';
import { STEP_TITLES } from '@/lib/wizard/schema';
import { continueClientAction, saveAnswerAction } from '../actions';
import { DraftFoot } from '../draft-foot';
import { openStep, type StepParams } from '../open-step';

export const metadata: Metadata = { title: STEP_TITLES.client };

export default async function ClientPage(props: StepParams) {
  const { actor, draft, first, frame, returnTo } = await openStep('client', props);
  if (first !== null) return <DoFirst wanted={STEP_TITLES.client} first={first} />;
  const filled = prefillStep(draft, 'client');
  return (
    <WizardFrame title={STEP_TITLES.client} {...frame} foot={<DraftFoot actor={actor} draft={draft} />}>
      <AutosaveForm
        action={continueClientAction.bind(null, draft.id)}
        save={saveAnswerAction.bind(null, draft.id)}
        base={filled.base}
        returnTo={returnTo}
      >
        <ClientFields values={filled.texts} claimed={draft.client !== null} />
        <ContinueButtons />
      </AutosaveForm>
    </WizardFrame>
  );
}
