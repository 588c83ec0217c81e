'use client';

import { useState } from 'react';
import { LinkOnce } from '@/components/people/link-once';
import { PersonName } from '@/components/people/person-name';
import { RowButtonLabel } from '@/components/people/row-button-label';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SubmitButton } from '@/components/ui/submit-button';

export interface NewPasswordLink {
  name: string;
  path: string;
}

interface NewPasswordDialogProps {
  person: { id: string; name: string };
  action: FormAction<NewPasswordLink>;
}

/** For somebody who forgot: says what the link does, then shows it, once. */
export function NewPasswordDialog({ person, action }: NewPasswordDialogProps) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<NewPasswordLink | null>(null);
  function show() {
    setMade(null);
    setOpen(true);
  }
  return (
    <>
      <Button size="compact" aria-haspopup="dialog" onClick={show}>
        <RowButtonLabel word="New password link" name={person.name} />
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={
          <>
            {made === null ? 'Make a new password link for ' : 'Send this link to '}
            <PersonName name={made?.name ?? person.name} />
          </>
        }
        description={
          made === null
            ? 'With it they choose a new password, and all their sessions end. A link made before stops working. The audit log says who made it.'
            : undefined
        }
      >
        {made === null ? (
          <ActionForm action={action} onOk={setMade}>
            <input type="hidden" name="userId" value={person.id} />
            <SubmitButton busyLabel="Making the link…">Make the link</SubmitButton>
          </ActionForm>
        ) : (
          <LinkOnce label="New password link" path={made.path}>
            Send it by a channel you trust. It works once, for 24 hours, and is not shown again: whoever opens
            it first chooses the password. Until then the old one works.
          </LinkOnce>
        )}
      </Dialog>
    </>
  );
}
