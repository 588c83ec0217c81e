import type { ReactNode } from 'react';
import type { FormAction } from '@/components/ui/action-failure';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { fieldsOf, type ListedEntry, type ListedPart } from '@/lib/catalogue/entries';
import { isVariable, NAME_FIELDS } from '@/lib/catalogue/new-entry';
import { EntryForm } from './entry-form';

interface NewEntryFormProps {
  componentId: string;
  part: ListedPart;
  /** What the fields are filled from. */
  blank: object;
  /** The component's parts of this kind, among which it finds its place. */
  others: readonly ListedEntry[];
  action: FormAction<unknown>;
  /** Before the fields. */
  children?: ReactNode;
}

/** A new setting, slot or step: what it is called for good, where it comes, and its fields. */
export function NewEntryForm({ componentId, part, blank, others, action, children }: NewEntryFormProps) {
  const places = others.map(({ id, title }) => ({ value: id, label: `After “${title}”` }));
  return (
    <EntryForm action={action} fields={fieldsOf(part, blank)} entry={blank} button="Add it to the draft">
      {children}
      {NAME_FIELDS[part].map(({ path, label }) => (
        <Field key={path} name={path} label={label} hint={nameHint(part, path, componentId)}>
          <TextInput code autoComplete="off" defaultValue={isVariable(part, path) ? '' : `${componentId}.`} />
        </Field>
      ))}
      <Field name="after" label="Place">
        <Select options={[{ value: '', label: 'First' }, ...places]} defaultValue={others.at(-1)?.id ?? ''} />
      </Field>
    </EntryForm>
  );
}

const WHY_FOR_GOOD: Readonly<Record<ListedPart, string>> = {
  setting: 'Answers and steps refer to it',
  slot: 'What is stored refers to it',
  step: 'Runs refer to it',
};

function nameHint(part: ListedPart, path: string, componentId: string): string {
  if (isVariable(part, path)) {
    return 'The environment variable, like SERVICE_API_KEY. It is never edited again, and no other slot gets it.';
  }
  return `Like ${componentId}.short-name. ${WHY_FOR_GOOD[part]}, so it is never edited again, and no other ${part} gets it.`;
}
