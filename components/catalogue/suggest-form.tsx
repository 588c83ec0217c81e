'use client';

import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Field } from '@/components/ui/field';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';

interface SuggestFormProps {
  action: FormAction<undefined>;
  runbookId: string;
  stepId: string;
  backHref: string;
}

/** What is wrong with a step, and what would be right. */
export function SuggestForm({ action, runbookId, stepId, backHref }: SuggestFormProps) {
  return (
    <ActionForm
      action={action}
      className="max-w-2xl"
      okContent={() => (
        <div className="grid max-w-2xl justify-items-start gap-4">
          <Notice tone="ok">The admins have it. What they say to it shows on the component’s page.</Notice>
          <LinkButton href={backHref} variant="primary" size="touch">
            Back to the step
          </LinkButton>
        </div>
      )}
    >
      <input type="hidden" name="runbookId" value={runbookId} />
      <input type="hidden" name="stepId" value={stepId} />
      <Field
        name="wrong"
        label="What is wrong"
        hint="What the step says, and what happened instead. No secrets, and nothing about the client."
        size="touch"
      >
        <Textarea rows={4} />
      </Field>
      <Field name="better" label="What would be right" hint="As the next person should read it." size="touch">
        <Textarea rows={4} />
      </Field>
      <SubmitButton size="touch" busyLabel="Sending…" className="justify-self-start">
        Send to the admins
      </SubmitButton>
    </ActionForm>
  );
}
