import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextLink } from '@/components/ui/text-link';
import type { Step } from '@/lib/catalogue/schema';
import { entryHref } from './entry-links';

interface StepOrderTableProps {
  componentId: string;
  steps: readonly Step[];
  /** The order that is shown, as the server knows it again. */
  basis: string;
  action: FormAction<unknown>;
}

/** The steps of a component in their order, each with what moves it or takes it out. */
export function StepOrderTable({ componentId, steps, basis, action }: StepOrderTableProps) {
  return (
    <ol className="grid">
      {steps.map((step, at) => (
        <li
          key={step.id}
          id={step.id}
          className="flex scroll-mt-12 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line border-b py-1.5"
        >
          <span className="grid min-w-0">
            <TextLink href={entryHref(componentId, { part: 'step', id: step.id })}>{step.title}</TextLink>
            <span className="wrap-anywhere font-mono text-12 text-ink-muted">{step.id}</span>
          </span>
          <ActionForm key={basis} action={action} className="gap-1">
            <input type="hidden" name="basis" value={basis} />
            <input type="hidden" name="stepId" value={step.id} />
            <span className="flex gap-1">
              <Act act="up" label={`Move up: ${step.title}`} disabled={at === 0} />
              <Act act="down" label={`Move down: ${step.title}`} disabled={at === steps.length - 1} />
              <Act act="remove" label={`Take out: ${step.title}`} disabled={steps.length === 1} />
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
