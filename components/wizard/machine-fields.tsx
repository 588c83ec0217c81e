import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';

/** The questions of "Which machine is it?". `values` are texts by field name. */
export function MachineFields({ values }: { values: Readonly<Record<string, string>> }) {
  return (
    <>
      <Field
        name="machineName"
        label="Machine’s name"
        hint="The Mac gets this name on the network. Lower-case letters, digits and hyphens."
        size="touch"
      >
        <TextInput code defaultValue={values.machineName} autoComplete="off" />
      </Field>
      <Field name="model" label="Model" hint="Such as Mac mini (M4, 2024)." optional size="touch">
        <TextInput defaultValue={values.model} autoComplete="off" />
      </Field>
      <Field
        name="serial"
        label="Serial number"
        hint="Leave it empty if the machine is not there yet: the run records it."
        optional
        size="touch"
      >
        <TextInput code defaultValue={values.serial} autoComplete="off" />
      </Field>
      <Field name="location" label="Location" hint="Where it will stand." optional size="touch">
        <TextInput dir="auto" defaultValue={values.location} autoComplete="off" />
      </Field>
      <div className="grid gap-6 sm:grid-cols-2">
        <Field name="purchasedOn" label="Bought on" optional size="touch">
          <TextInput type="date" defaultValue={values.purchasedOn} />
        </Field>
        <Field name="warrantyUntil" label="Warranty until" optional size="touch">
          <TextInput type="date" defaultValue={values.warrantyUntil} />
        </Field>
      </div>
    </>
  );
}
