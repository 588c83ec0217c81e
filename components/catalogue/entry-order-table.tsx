import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextLink } from '@/components/ui/text-link';
import type { ListedEntry, ListedPart } from '@/lib/catalogue/entries';
import { entryHref } from './entry-links';

interface EntryOrderTableProps {
  componentId: string;
  part: ListedPart;
  entries: readonly ListedEntry[];
  /** The order that is shown, as the server knows it again. */
  basis: string;
  action: FormAction<unknown>;
}

/** A component's settings, slots or steps in their order, each with what moves it or takes it out. */
export function EntryOrderTable({ componentId, part, entries, basis, action }: EntryOrderTableProps) {
  return (
    <ol className="grid">
      {entries.map(({ id, title }, at) => (
        <li
          key={id}
          className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line border-b py-1.5"
        >
          <span className="grid min-w-0">
            <TextLink href={entryHref(componentId, { part, id })}>{title}</TextLink>
            <span className="wrap-anywhere font-mono text-12 text-ink-muted">{id}</span>
          </span>
          <ActionForm key={basis} action={action} className="gap-1">
            <input type="hidden" name="basis" value={basis} />
            <input type="hidden" name="id" value={id} />
            <span className="flex gap-1">
              <Act act="up" label={`Move up: ${title}`} disabled={at === 0} />
              <Act act="down" label={`Move down: ${title}`} disabled={at === entries.length - 1} />
              <Act
                act="remove"
                label={`Take out: ${title}`}
                disabled={part === 'step' && entries.length === 1}
              />
            </span>
          </ActionForm>
        </li>
      ))}
    </ol>
  );
}

const ICONS = { up: ArrowUp, down: ArrowDown, remove: Trash2 } as const;

function Act({ act, label, disabled }: { act: keyof typeof ICONS; label: string; disabled: boolean }) {
  const Icon = ICONS[act];
  return (
    <SubmitButton
      variant="quiet"
      size="compact"
      name="act"
      value={act}
      disabled={disabled}
      aria-label={label}
      title={label}
      icon={<Icon className="size-4" aria-hidden="true" />}
    />
  );
}
