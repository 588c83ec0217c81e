import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { SubmitButton } from '@/components/ui/submit-button';

interface DecideFormProps {
  action: FormAction<unknown>;
  /** What was seen when it was decided: a version or a revision. */
  seen: { name: 'version' | 'revision'; value: number };
  label: string;
  busyLabel: string;
}

/** One button that decides something about a component. */
export function DecideForm({ action, seen, label, busyLabel }: DecideFormProps) {
  return (
    <ActionForm action={action} className="gap-2">
      <input type="hidden" name={seen.name} value={seen.value} />
      <SubmitButton variant="secondary" busyLabel={busyLabel} className="justify-self-start">
        {label}
      </SubmitButton>
    </ActionForm>
  );
}
