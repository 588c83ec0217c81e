import { Button } from '@/components/ui/button';
import { Disclosure } from '@/components/ui/disclosure';
import { Field } from '@/components/ui/field';
import { LinkButton } from '@/components/ui/link-button';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { eventWords } from '@/lib/audit/event-words';
import { AUDIT_ACTIONS } from '@/lib/audit/events';
import type { AuditFilter } from '@/lib/audit/filter';

interface AuditFilterFormProps {
  filter: AuditFilter;
  /** Empty for a reader who sees only their own events. */
  people: readonly { id: string; name: string }[];
}

const anything = { value: '', label: 'Anything' };
const actions = AUDIT_ACTIONS.map((action) => ({ value: action, label: eventWords(action) })).sort(
  (one, other) => one.label.localeCompare(other.label, 'en'),
);
const outcomes = [
  anything,
  { value: 'ok', label: 'Done' },
  { value: 'refused', label: 'Refused' },
  { value: 'failed', label: 'Failed' },
];

/** What to look for. A plain form: its answer has an address that can be kept and sent. */
export function AuditFilterForm({ filter, people }: AuditFilterFormProps) {
  const everybody = [
    { value: '', label: 'Anybody' },
    ...people.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const narrowed = Object.values(filter).some((value) => value !== undefined);
  return (
    <search className="mb-3 block">
      <Disclosure summary="Filter" open={narrowed}>
        <form action="/audit" className="grid max-w-4xl grid-cols-2 items-end gap-x-3 gap-y-2 sm:grid-cols-4">
          <Field name="client" label="Client">
            <TextInput code defaultValue={filter.client} placeholder="short-name" required={false} />
          </Field>
          {people.length > 0 && (
            <div className="not-sharing">
              <Field name="person" label="Person">
                <Select options={everybody} defaultValue={filter.person ?? ''} required={false} />
              </Field>
            </div>
          )}
          <Field name="slot" label="Slot">
            <TextInput code defaultValue={filter.slot} placeholder="SLOT_KEY" required={false} />
          </Field>
          <Field name="action" label="What">
            <Select options={[anything, ...actions]} defaultValue={filter.action ?? ''} required={false} />
          </Field>
          <Field name="outcome" label="Outcome">
            <Select options={outcomes} defaultValue={filter.outcome ?? ''} required={false} />
          </Field>
          <Field name="from" label="From">
            <TextInput type="date" defaultValue={filter.from} required={false} />
          </Field>
          <Field name="to" label="To">
            <TextInput type="date" defaultValue={filter.to} required={false} />
          </Field>
          <div className="flex gap-2">
            <Button type="submit">Filter</Button>
            <LinkButton href="/audit" variant="quiet">
              Clear
            </LinkButton>
          </div>
        </form>
      </Disclosure>
    </search>
  );
}
