import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';

interface PreviewChoiceProps {
  clients: readonly { slug: string; name: string }[];
  /** Null: made-up answers. */
  chosen: string | null;
}

/** Whose answers the steps are filled in with. A plain form: it changes nothing. */
export function PreviewChoice({ clients, chosen }: PreviewChoiceProps) {
  const options = [
    { value: '', label: 'A sample client, with made-up answers' },
    ...clients.map(({ slug, name }) => ({ value: slug, label: name })),
  ];
  return (
    <form method="get" className="mb-4 flex flex-wrap items-end gap-2">
      <Field name="client" label="Preview for">
        <Select options={options} defaultValue={chosen ?? ''} />
      </Field>
      <Button type="submit">Show</Button>
    </form>
  );
}
