'use client';

import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { PasskeyButton } from '@/components/auth/passkey-button';
import { PROVED_CHANNEL, useProofWays } from '@/components/auth/proof-ways';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Button } from '@/components/ui/button';
import { buttonLook } from '@/components/ui/button-look';
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
 * just refused for want of it; whoever closes it finds the button. The sign-in provider opens beside it, in a tab that
 * says here when it is done.
 */
export function FreshSignIn({ action, onDone }: FreshSignInProps) {
  const [open, setOpen] = useState(true);
  const ways = useProofWays();
  useWhenProved(onDone);
  return (
    <>
      <Button size="compact" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {ways.password ? 'Enter password…' : 'Sign in again…'}
      </Button>
      {createPortal(
        <Dialog
          open={open}
          onClose={() => setOpen(false)}
          title={ways.password ? 'Enter your password again' : 'Sign in again'}
          description="It was a while ago, and this decrypts a value. Then copy again."
        >
          {ways.issuer !== null && (
            <a
              href="/account/openid?return=/account/proved"
              target="_blank"
              rel="noopener"
              className={buttonLook(ways.password ? 'secondary' : 'primary', 'touch')}
            >
              Sign in again with {ways.issuer}
              <span className="sr-only"> (opens a new tab)</span>
            </a>
          )}
          {ways.passkey !== null && (
            <PasskeyButton
              asking={ways.passkey}
              onOk={onDone}
              size="touch"
              className={ways.issuer === null ? '' : 'mt-3'}
            />
          )}
          <ActionForm
            action={action}
            closesDialog
            onOk={onDone}
            className={ways.issuer === null && ways.passkey === null ? '' : 'mt-6'}
          >
            <Field
              name="proof"
              label={ways.password ? 'Your password' : 'Code from your authenticator app'}
              hint={
                ways.password
                  ? 'Or the six digits from your authenticator app, if you use one.'
                  : 'If you use one.'
              }
              size="touch"
            >
              <TextInput
                type="password"
                autoComplete={ways.password ? 'current-password' : 'one-time-code'}
              />
            </Field>
            <SubmitButton
              size="touch"
              variant={ways.password ? 'primary' : 'secondary'}
              busyLabel="Checking…"
            >
              Continue
            </SubmitButton>
          </ActionForm>
        </Dialog>,
        document.body,
      )}
    </>
  );
}

/** Calls when another tab of this browser says that its person proved themselves. */
function useWhenProved(onProved: () => void): void {
  const call = useRef(onProved);
  useEffect(() => {
    call.current = onProved;
  }, [onProved]);
  useEffect(() => {
    const channel = new BroadcastChannel(PROVED_CHANNEL);
    channel.onmessage = () => call.current();
    return () => channel.close();
  }, []);
}
