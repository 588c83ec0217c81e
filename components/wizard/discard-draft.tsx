import { Trash2 } from 'lucide-react';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { DialogButton, DialogCloseButton } from '@/components/ui/dialog';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextLink } from '@/components/ui/text-link';

export interface DiscardDraftProps {
  /** Empty while nobody has typed one. */
  name: string;
  /** How many values are stored for it. */
  values: number;
  action: FormAction<never>;
  /** The same question as a page, where no script runs. */
  href: string;
}

/** "Discard Harbor Realty's draft and its 2 stored values". */
export function discardWords(name: string, values: number): string {
  const whose = name === '' ? 'this draft' : `${name}’s draft`;
  if (values === 0) return `Discard ${whose}`;
  return `Discard ${whose} and its ${values === 1 ? 'stored value' : `${values} stored values`}`;
}

/** Throws the draft away, after saying what goes with it. */
export function DiscardDraft({ name, values, action, href }: DiscardDraftProps) {
  return (
    <>
      <noscript>
        <TextLink href={href}>Discard this draft</TextLink>
      </noscript>
      <div className="-ml-4">
        <DialogButton
          label="Discard this draft"
          variant="quiet"
          size="touch"
          icon={<Trash2 className="size-4" aria-hidden="true" />}
          title={`${discardWords(name, values)}?`}
          description="Answers and stored values are destroyed for good. Nobody can bring them back."
        >
          <DiscardForm name={name} values={values} action={action} />
        </DialogButton>
      </div>
    </>
  );
}

/** The button that does it, for the dialog and for the page. */
export function DiscardForm({ name, values, action }: Omit<DiscardDraftProps, 'href'>) {
  return (
    <ActionForm action={action}>
      <div className="flex flex-wrap gap-3">
        <SubmitButton variant="danger" size="touch" busyLabel="Discarding…">
          {discardWords(name, values)}
        </SubmitButton>
        <DialogCloseButton size="touch">Keep it</DialogCloseButton>
      </div>
    </ActionForm>
  );
}
