import { Disclosure } from '@/components/ui/disclosure';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';
import { SlugField } from './slug-field';

export interface ClientFieldsProps {
  /** Texts by field name. */
  values: Readonly<Record<string, string>>;
  /** The first Continue has made the client's record. */
  claimed: boolean;
}

/** The questions of "Who is the client?". */
export function ClientFields({ values, claimed }: ClientFieldsProps) {
  const { name = '', slug = '' } = values;
  return (
    <>
      <Field name="name" label="Client’s name" hint="As the client writes it." size="touch">
        <TextInput dir="auto" defaultValue={name} autoComplete="off" />
      </Field>
      <SlugField slug={slug} name={name} claimed={claimed} />
      <Field name="contactName" label="Contact person" optional size="touch">
        <TextInput dir="auto" defaultValue={values.contactName} autoComplete="off" />
      </Field>
      <div className="grid gap-6 sm:grid-cols-2">
        <Field name="contactEmail" label="E-mail" optional size="touch">
          <TextInput
            type="email"
            defaultValue={values.contactEmail}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Field>
        <Field name="contactPhone" label="Phone" optional size="touch">
          <TextInput type="tel" defaultValue={values.contactPhone} autoComplete="off" />
        </Field>
      </div>
      <Field
        name="notes"
        label="Notes"
        hint="What the next person should know. No keys and no passwords."
        optional
        size="touch"
      >
        <Textarea dir="auto" defaultValue={values.notes} rows={3} />
      </Field>
      <Disclosure summary="More: how long values are kept" size="touch" open={values.retentionDays !== '30'}>
        <Field
          name="retentionDays"
          label="Days to keep values after offboarding"
          hint="0 to 3650. Then the stored values are destroyed for good."
          size="touch"
          className="max-w-80"
        >
          <TextInput inputMode="numeric" defaultValue={values.retentionDays} autoComplete="off" />
        </Field>
      </Disclosure>
    </>
  );
}
