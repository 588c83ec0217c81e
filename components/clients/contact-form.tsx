import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { DialogButton } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';

export interface ContactFormProps {
  action: FormAction<unknown>;
  /** What the form is filled from, as text. */
  basis: string;
  contact: { name: string; contactName: string; contactEmail: string; contactPhone: string };
}

/** Changes what the client is called and whom to ring. */
export function ContactForm({ action, basis, contact }: ContactFormProps) {
  return (
    <DialogButton label="Change" size="compact" variant="quiet" title="Name and contact">
      <ActionForm key={basis} action={action} closesDialog keepAfterOk>
        <input type="hidden" name="basis" value={basis} />
        <Field name="name" label="Client’s name">
          <TextInput dir="auto" defaultValue={contact.name} autoComplete="off" />
        </Field>
        <Field name="contactName" label="Contact person" optional>
          <TextInput dir="auto" defaultValue={contact.contactName} autoComplete="off" />
        </Field>
        <Field name="contactEmail" label="E-mail" optional>
          <TextInput type="email" defaultValue={contact.contactEmail} autoComplete="off" />
        </Field>
        <Field name="contactPhone" label="Phone" optional>
          <TextInput type="tel" defaultValue={contact.contactPhone} autoComplete="off" />
        </Field>
        <div>
          <SubmitButton busyLabel="Saving…">Save contact</SubmitButton>
        </div>
      </ActionForm>
    </DialogButton>
  );
}
