import type { Metadata } from 'next';
import { AutosaveForm } from '@/components/wizard/autosave-form';
import { ContinueButtons } from '@/components/wizard/continue-buttons';
import { DoFirst } from '@/components/wizard/do-first';
import { MachineFields } from '@/components/wizard/machine-fields';
import { WizardFrame } from '@/components/wizard/wizard-frame';
import { prefillStep } from '@/lib/wizard/prefill';
import { STEP_TITLES } from '@/lib/wizard/schema';
import { continueMachineAction, saveAnswerAction } from '../actions';
import { DraftFoot } from '../draft-foot';
import { openStep, type StepParams } from '../open-step';

export const metadata: Metadata = { title: STEP_TITLES.machine };

export default async function MachinePage(props: StepParams) {
  const { actor, draft, first, frame, returnTo } = await openStep('machine', props);
  if (first !== null) return <DoFirst wanted={STEP_TITLES.machine} first={first} />;
  const filled = prefillStep(draft, 'machine');
  return (
    <WizardFrame title={STEP_TITLES.machine} {...frame} foot={<DraftFoot actor={actor} draft={draft} />}>
      <AutosaveForm
        action={continueMachineAction.bind(null, draft.id)}
        save={saveAnswerAction.bind(null, draft.id)}
        base={filled.base}
        returnTo={returnTo}
      >
        <MachineFields values={filled.texts} />
        <ContinueButtons />
      </AutosaveForm>
    </WizardFrame>
  );
}
