import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { AutosaveForm } from '@/components/wizard/autosave-form';
import { ContinueButtons } from '@/components/wizard/continue-buttons';
import { DoFirst } from '@/components/wizard/do-first';
import { SettingFields } from '@/components/wizard/setting-fields';
import { WizardFrame } from '@/components/wizard/wizard-frame';
import { STEP_TITLES } from '@/lib/wizard/schema';
import { settingsForm } from '@/lib/wizard/settings-form';
import { stepHref } from '@/lib/wizard/steps';
import { saveAnswerAction } from '../../actions';
import { openStep, type StepParams } from '../../open-step';
import { saveSettingsAction } from '../actions';

export const metadata: Metadata = { title: STEP_TITLES.settings };

interface Props extends StepParams {
  params: Promise<{ draft: string; component: string }>;
}

/** One component's questions. */
export default async function ComponentSettingsPage(props: Props) {
  const { draft, first, frame, returnTo } = await openStep('settings', props);
  if (first !== null) return <DoFirst wanted={STEP_TITLES.settings} first={first} />;
  const form = settingsForm(draft, (await props.params).component);
  if (form === null) notFound();
  return (
    <WizardFrame
      title={form.name}
      {...frame}
      back={{ href: stepHref(draft.id, 'settings', returnTo), label: STEP_TITLES.settings }}
    >
      {form.warning && (
        <Notice tone="warn" className="mb-6">
          {form.warning}
        </Notice>
      )}
      <AutosaveForm
        key={form.componentId}
        action={saveSettingsAction.bind(null, draft.id, form.componentId)}
        save={saveAnswerAction.bind(null, draft.id)}
        base={form.base}
        returnTo={returnTo}
      >
        <SettingFields
          questions={form.questions}
          answers={form.answers}
          componentIds={draft.whole.componentIds}
        />
        <ContinueButtons label="Save and continue">
          <SubmitButton variant="secondary" size="touch" name="then" value="waiting" busyLabel="Saving…">
            Save, waiting for client
          </SubmitButton>
        </ContinueButtons>
        <p className="max-w-prose text-14 text-ink-muted">
          What waits for the client can be left open for now. The runbook can only be made once it is
          answered; until then the draft stays on the board.
        </p>
      </AutosaveForm>
    </WizardFrame>
  );
}
