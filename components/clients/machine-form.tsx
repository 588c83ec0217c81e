import { Fragment } from 'react';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Field } from '@/components/ui/field';
import { SavedWord } from '@/components/ui/saved-word';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';

export interface MachineFormProps {
  action: FormAction<unknown>;
  /** The fields as text, by name; empty for a machine to be added. */
  values: Readonly<Record<string, string>>;
  /** What the form is filled from; null for a machine to be added. */
  basis: { machineId: string; text: string } | null;
  /** The name is in a runbook and cannot change any more. */
  nameFixed: boolean;
}

/** The machine record. Most of it is written down by the run; here it is put right. */
export function MachineForm({ action, values, basis, nameFixed }: MachineFormProps) {
  const plain = (name: string, label: string, hint?: string) => (
    <Field name={name} label={label} hint={hint} optional>
      <TextInput defaultValue={values[name]} dir="auto" autoComplete="off" />
    </Field>
  );
  const code = (name: string, label: string, hint?: string) => (
    <Field name={name} label={label} hint={hint} optional>
      <TextInput code defaultValue={values[name]} autoComplete="off" />
    </Field>
  );
  return (
    <ActionForm action={action} keepAfterOk={basis !== null} className="max-w-3xl gap-4 py-2">
      <Fragment key={basis?.text}>
        {basis !== null && <input type="hidden" name="machineId" value={basis.machineId} />}
        {basis !== null && <input type="hidden" name="basis" value={basis.text} />}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            name="name"
            label="Machine’s name"
            hint={
              nameFixed
                ? 'It is in the runbook and in keychain items, so it stays.'
                : 'Lower-case letters, digits and hyphens.'
            }
          >
            <TextInput code readOnly={nameFixed} defaultValue={values.name} autoComplete="off" />
          </Field>
          {plain('location', 'Location', 'Where it stands.')}
          {plain('model', 'Model', 'Such as Mac16,10.')}
          {plain('chip', 'Chip', 'Such as Apple M4.')}
          {code('serial', 'Serial number')}
          {code('macosBuild', 'macOS', 'Such as 26.1 (25B78).')}
          {code('macAddress', 'MAC address', 'Six pairs, such as a4:83:e7:00:11:22.')}
          {code('hostname', 'Host name')}
          {code('tailscaleName', 'Tailscale name')}
          {code('tailscaleIp', 'Tailscale address', '100.x.y.z')}
          <Field name="purchasedOn" label="Bought on" optional>
            <TextInput type="date" defaultValue={values.purchasedOn} />
          </Field>
          <Field name="warrantyUntil" label="Warranty until" optional>
            <TextInput type="date" defaultValue={values.warrantyUntil} />
          </Field>
        </div>
      </Fragment>
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton busyLabel="Saving…">{basis === null ? 'Add machine' : 'Save machine'}</SubmitButton>
        <SavedWord>{basis === null ? 'Added.' : 'Saved.'}</SavedWord>
      </div>
    </ActionForm>
  );
}
