'use client';

import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { LinkOnce } from '@/components/people/link-once';
import { PersonName } from '@/components/people/person-name';
import { ROLE_CHOICES } from '@/components/people/role-words';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';

interface Invitation {
  name: string;
  path: string;
}

/** Asks whom to invite, then shows the link, once. */
export function InviteDialog({ action }: { action: FormAction<Invitation> }) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<Invitation | null>(null);
  function show() {
    setMade(null);
    setOpen(true);
  }
  return (
    <>
      <Button
        variant="primary"
        icon={<UserPlus className="size-4" aria-hidden="true" />}
        aria-haspopup="dialog"
        onClick={show}
      >
        Invite somebody
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={
          made === null ? (
            'Invite somebody'
          ) : (
            <>
              Send this link to <PersonName name={made.name} />
            </>
          )
        }
      >
        {made === null ? (
          <InviteForm action={action} onMade={setMade} />
        ) : (
          <LinkOnce label="Invitation link" path={made.path}>
            Send it by a channel you trust. It works once, for 72 hours, and is not shown again: whoever opens
            it first gets the account.
          </LinkOnce>
        )}
      </Dialog>
    </>
  );
}

function InviteForm(props: { action: FormAction<Invitation>; onMade: (made: Invitation) => void }) {
  return (
    <ActionForm action={props.action} onOk={props.onMade}>
      <Field name="name" label="Name">
        <TextInput autoComplete="off" dir="auto" />
      </Field>
      <Field name="email" label="E-mail address" hint="They sign in with it. Nothing is sent from here.">
        <TextInput type="email" autoComplete="off" spellCheck={false} />
      </Field>
      <RadioGroup name="role" legend="Role" options={ROLE_CHOICES} defaultValue="consultant" />
      <SubmitButton busyLabel="Making the link…">Make the link</SubmitButton>
    </ActionForm>
  );
}
