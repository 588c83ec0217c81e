import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { DialogButton } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';

export interface RetentionFormProps {
  action: FormAction<unknown>;
  basis: string;
  days: number;
}

/** Changes for how many days values stay after offboarding. */
export function RetentionForm({ action, basis, days }: RetentionFormProps) {
  return (
    <DialogButton label="Change" size="compact" variant="quiet" title="Keep values after offboarding">
      <ActionForm key={basis} action={action} closesDialog keepAfterOk>
        <input type="hidden" name="basis" value={basis} />
        <Field
          name="retentionDays"
          label="Days"
          hint="From 0 to 3650. With 0 they are destroyed on the day the client leaves."
        >
          <TextInput inputMode="numeric" defaultValue={String(days)} autoComplete="off" className="w-28" />
        </Field>
        <div>
          <SubmitButton busyLabel="Saving…">Save days</SubmitButton>
        </div>
      </ActionForm>
    </DialogButton>
  );
}
