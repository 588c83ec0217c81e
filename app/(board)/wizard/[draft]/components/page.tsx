import type { Metadata } from 'next';
import { AutosaveForm } from '@/components/wizard/autosave-form';
import { ComponentFields } from '@/components/wizard/component-fields';
import { ContinueButtons } from '@/components/wizard/continue-buttons';
import { DoFirst } from '@/components/wizard/do-first';
import { WizardFrame } from '@/components/wizard/wizard-frame';
import { componentGroups } from '@/lib/wizard/component-groups';
import { prefillStep } from '@/lib/wizard/prefill';
import { STEP_TITLES } from '@/lib/wizard/schema';
import { continueComponentsAction, saveAnswerAction } from '../actions';
import { DraftFoot } from '../draft-foot';
import { openStep, type StepParams } from '../open-step';

export const metadata: Metadata = { title: STEP_TITLES.components };

export default async function ComponentsPage(props: StepParams) {
  const { actor, draft, first, frame, returnTo } = await openStep('components', props);
  if (first !== null) return <DoFirst wanted={STEP_TITLES.components} first={first} />;
  const filled = prefillStep(draft, 'components');
  return (
    <WizardFrame title={STEP_TITLES.components} {...frame} foot={<DraftFoot actor={actor} draft={draft} />}>
      <AutosaveForm
        action={continueComponentsAction.bind(null, draft.id)}
        save={saveAnswerAction.bind(null, draft.id)}
        base={filled.base}
        returnTo={returnTo}
      >
        <ComponentFields
          groups={componentGroups(draft.catalogue, draft.whole)}
          acknowledged={filled.lists.acknowledged ?? []}
        />
        <ContinueButtons />
      </AutosaveForm>
    </WizardFrame>
  );
}
