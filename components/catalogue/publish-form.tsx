import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';

interface PublishFormProps {
  action: FormAction<unknown>;
  revision: number;
  version: number;
  /** Suggested fixes that still wait for an answer. */
  suggestions: readonly { id: string; title: string; better: string }[];
}

/** Puts a draft in force, with the words that the others read. */
export function PublishForm({ action, revision, version, suggestions }: PublishFormProps) {
  return (
    <ActionForm action={action} className="max-w-2xl">
      <input type="hidden" name="revision" value={revision} />
      <Field name="note" label="What changed, and why" hint="It stands in the list of versions.">
        <Textarea rows={2} />
      </Field>
      {suggestions.length > 0 && (
        <fieldset className="grid">
          <legend className="font-medium">
            Suggested fixes that this takes up <span className="font-normal text-ink-muted">(optional)</span>
          </legend>
          {suggestions.map(({ id, title, better }) => (
            <Checkbox key={id} name={`takes:${id}`} value="yes" label={title} hint={better} />
          ))}
        </fieldset>
      )}
      <SubmitButton busyLabel="Publishing…" className="justify-self-start">
        {`Publish version ${version}`}
      </SubmitButton>
    </ActionForm>
  );
}
