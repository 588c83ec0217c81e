import type { Metadata } from 'next';
import { AutosaveForm } from '@/components/wizard/autosave-form';
import { ContinueButtons } from '@/components/wizard/continue-buttons';
import { DoFirst } from '@/components/wizard/do-first';
import { PackageFields } from '@/components/wizard/package-fields';
import { WizardFrame } from '@/components/wizard/wizard-frame';
import { packageChoices } from '@/lib/wizard/component-groups';
import { prefillStep } from '@/lib/wizard/prefill';
import { STEP_TITLES } from '@/lib/wizard/schema';
import { continuePackageAction, saveAnswerAction } from '../actions';
import { DraftFoot } from '../draft-foot';
import { openStep, type StepParams } from '../open-step';

export const metadata: Metadata = { title: STEP_TITLES.package };

export default async function PackagePage(props: StepParams) {
  const { actor, draft, first, frame, returnTo } = await openStep('package', props);
  if (first !== null) return <DoFirst wanted={STEP_TITLES.package} first={first} />;
  const filled = prefillStep(draft, 'package');
  return (
    <WizardFrame title={STEP_TITLES.package} {...frame} foot={<DraftFoot actor={actor} draft={draft} />}>
      <AutosaveForm
        action={continuePackageAction.bind(null, draft.id)}
        save={saveAnswerAction.bind(null, draft.id)}
        base={filled.base}
        returnTo={returnTo}
      >
        <PackageFields
          tiers={packageChoices(draft.catalogue, 'tier')}
          packs={packageChoices(draft.catalogue, 'pack')}
          tier={filled.texts.tier ?? ''}
          chosenPacks={filled.lists.packs ?? []}
        />
        <ContinueButtons />
      </AutosaveForm>
    </WizardFrame>
  );
}
