'use client';

import { useState } from 'react';
import { createPortal } from 'react-dom';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';

interface FreshSignInProps {
  action: FormAction<undefined>;
  onDone: () => void;
}

/**
 * Asks for the password in place, so that nobody loses where they are in a run. It opens by itself, since a copy was
 * just refused for want of it; whoever closes it finds the button.
 */
export function FreshSignIn({ action, onDone }: FreshSignInProps) {
  const [open, setOpen] = useState(true);
  return (
    <>
      <Button size="compact" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Enter password…
      </Button>
      {createPortal(
        <Dialog
          open={open}
          onClose={() => setOpen(false)}
          title="Enter your password again"
          description="It was a while ago, and this decrypts a value. Then copy again."
        >
          <ActionForm action={action} closesDialog onOk={onDone}>
            <Field
              name="proof"
              label="Your password"
              hint="Or the six digits from your authenticator app, if you use one."
              size="touch"
            >
              <TextInput type="password" autoComplete="current-password" />
            </Field>
            <SubmitButton size="touch" busyLabel="Checking…">
              Continue
            </SubmitButton>
          </ActionForm>
        </Dialog>,
        document.body,
      )}
    </>
  );
}
