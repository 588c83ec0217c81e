import { CodeField } from '@/components/auth/code-field';
import { PasskeyButton } from '@/components/auth/passkey-button';
import type { PasskeyAsking } from '@/components/auth/passkey-ceremony';
import { ProveAtIssuer } from '@/components/auth/prove-at-issuer';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';

export interface FactorProving {
  needed: 'none' | 'password' | 'issuer' | 'second-factor';
  /** Null where there is no passkey to ask. */
  passkey: PasskeyAsking<undefined> | null;
  showCode: FormAction<undefined>;
  enterPassword: FormAction<undefined>;
  /** The sign-in provider's name. */
  issuer: string;
  /** The page that asks. */
  returnTo: string;
}

/** What has to be shown before a second factor is added or removed; nothing where it was shown lately. */
export function ProveFactor({ needed, passkey, showCode, enterPassword, issuer, returnTo }: FactorProving) {
  if (needed === 'none') return null;
  if (needed === 'issuer') {
    return (
      <ProveAtIssuer name={issuer} returnTo={returnTo}>
        To add or remove one, prove first who you are.
      </ProveAtIssuer>
    );
  }
  if (needed === 'password') {
    return (
      <ActionForm action={enterPassword} className="max-w-80">
        <Field name="password" label="Password, to add a passkey" hint="You entered it a while ago.">
          <TextInput type="password" autoComplete="current-password" />
        </Field>
        <div>
          <SubmitButton variant="secondary" busyLabel="Checking…">
            Confirm
          </SubmitButton>
        </div>
      </ActionForm>
    );
  }
  return (
    <div className="grid justify-items-start gap-4">
      <p>To add or remove one, show your second factor again.</p>
      {passkey !== null && <PasskeyButton asking={passkey} />}
      <ActionForm action={showCode} className="max-w-80">
        <CodeField label={passkey === null ? 'Code' : 'Or a code'} hint="From the app, or a recovery code." />
        <div>
          <SubmitButton variant="secondary" busyLabel="Checking…">
            Confirm
          </SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}
