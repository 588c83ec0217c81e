import { type Column, Table } from '@/components/ui/table';
import type { Setting } from '@/lib/catalogue/schema';

const columns: Column<Setting>[] = [
  {
    key: 'label',
    head: 'Setting',
    primary: true,
    cell: (setting) => (
      <span>
        {setting.label}
        {!setting.required && <span className="text-13 text-ink-muted"> (optional)</span>}
      </span>
    ),
  },
  {
    key: 'answers',
    head: 'Answers',
    cell: (setting) =>
      setting.choices === undefined ? (
        setting.kind
      ) : (
        <ul className="grid gap-0.5">
          {setting.choices.map(({ value, label }) => (
            <li key={value}>{label}</li>
          ))}
        </ul>
      ),
  },
  {
    key: 'default',
    head: 'Unless told otherwise',
    cell: (setting) =>
      setting.default === undefined ? (
        <span className="text-ink-muted">nothing</span>
      ) : (
        (setting.choices?.find((choice) => choice.value === setting.default)?.label ?? setting.default)
      ),
  },
  {
    key: 'asked',
    head: 'Asked',
    cell: (setting) => (setting.captured === 'wizard' ? 'in the wizard' : 'during the run'),
  },
];

/** The questions of a component; none of their answers is a secret. */
export function ComponentSettings({ settings }: { settings: readonly Setting[] }) {
  return <Table caption="Settings" columns={columns} rows={settings} rowKey={(setting) => setting.key} />;
}
