import { Fragment } from 'react';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { SavedWord } from '@/components/ui/saved-word';
import { SubmitButton } from '@/components/ui/submit-button';
import { SettingField, type SettingQuestion } from '@/components/wizard/setting-field';
import { ConfirmEffects } from './confirm-effects';

export interface SettingsFormProps {
  action: FormAction<unknown>;
  basis: string;
  questions: { question: SettingQuestion; value: string }[];
}

/** A component's questions with their answers, to be changed. */
export function SettingsForm({ action, basis, questions }: SettingsFormProps) {
  return (
    <ActionForm action={action} keepAfterOk className="max-w-2xl">
      <Fragment key={basis}>
        <input type="hidden" name="basis" value={basis} />
        {questions.map(({ question, value }) => (
          <SettingField key={question.key} question={question} value={value} />
        ))}
      </Fragment>
      <ConfirmEffects />
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton busyLabel="Saving…">Save answers</SubmitButton>
        <SavedWord />
      </div>
    </ActionForm>
  );
}
