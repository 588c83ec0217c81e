import { Plus } from 'lucide-react';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { SubmitButton } from '@/components/ui/submit-button';

/** Opens a wizard. A form, because it makes something: a link could be followed by a crawler or a prefetch. */
export function NewClient({ action }: { action: FormAction<never> }) {
  return (
    <ActionForm action={action}>
      <SubmitButton busyLabel="Opening…" icon={<Plus className="size-4" aria-hidden="true" />}>
        New client
      </SubmitButton>
    </ActionForm>
  );
}
