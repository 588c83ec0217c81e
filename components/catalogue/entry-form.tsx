import type { ReactNode } from 'react';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { SavedWord } from '@/components/ui/saved-word';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';
import { type EntryField, fieldName, fieldText } from '@/lib/catalogue/entry-text';

interface EntryFormProps {
  action: FormAction<unknown>;
  fields: readonly EntryField[];
  /** What the fields are filled from. */
  entry: object;
  /** What the form was filled from, as the server knows it again; absent for something new. */
  basis?: string;
  button: string;
  /** Fields before the others. */
  children?: ReactNode;
}

/** A part of the catalogue, field by field. What was typed stays, whatever the server says to it. */
export function EntryForm({ action, fields, entry, basis, button, children }: EntryFormProps) {
  return (
    <ActionForm action={action} keepAfterOk className="max-w-2xl">
      {basis !== undefined && <input type="hidden" name="basis" value={basis} />}
      {children}
      {fields.map((field) => (
        <EntryControl key={field.path} field={field} text={fieldText(entry, field)} />
      ))}
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton busyLabel="Saving…">{button}</SubmitButton>
        <SavedWord>Draft saved.</SavedWord>
      </div>
    </ActionForm>
  );
}

function EntryControl({ field, text }: { field: EntryField; text: string }) {
  const name = fieldName(field);
  const { label, hint } = field;
  if (field.kind === 'tick') {
    return <Checkbox name={name} value="yes" label={label} hint={hint} defaultChecked={text === 'yes'} />;
  }
  return (
    <Field
      name={name}
      label={label}
      hint={hint}
      optional={field.optional === true && field.kind !== 'choice'}
    >
      {control(field, text)}
    </Field>
  );
}

function control({ kind, options, optional }: EntryField, text: string) {
  switch (kind) {
    case 'choice': {
      const given = options ?? [];
      const none = optional && !given.some(({ value }) => value === '') ? [{ value: '', label: '—' }] : [];
      return <Select options={[...none, ...given]} defaultValue={text} />;
    }
    case 'line':
      return <TextInput defaultValue={text} autoComplete="off" />;
    case 'number':
      return <TextInput inputMode="numeric" defaultValue={text} autoComplete="off" className="max-w-32" />;
    case 'text':
      return <Textarea rows={2} defaultValue={text} />;
    default:
      return <Textarea rows={kind === 'json' ? 4 : 2} code defaultValue={text} />;
  }
}
