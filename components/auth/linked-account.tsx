import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { buttonLook } from '@/components/ui/button-look';
import { DialogButton } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { Time } from '@/components/ui/time';

interface LinkedAccountProps {
  /** The provider's name. */
  name: string;
  since: Date | null;
  hasPassword: boolean;
  asksForPassword: boolean;
  /** Takes the password; the way to the provider then stands in its place. */
  prove: FormAction<undefined>;
  unlink: FormAction<undefined>;
}

/** Whether one's account at the sign-in provider is linked, and how to change that. */
export function LinkedAccount({
  name,
  since,
  hasPassword,
  asksForPassword,
  prove,
  unlink,
}: LinkedAccountProps) {
  const passwordField = asksForPassword && (
    <Field name="password" label="Your password" hint="You entered it a while ago.">
      <TextInput type="password" autoComplete="current-password" />
    </Field>
  );
  if (since === null) {
    return (
      <div className="grid gap-4">
        <p className="max-w-prose">
          Not linked. Link it to sign in with {name} as well; the address there has to be the one you have
          here. Your other sessions end.
        </p>
        {asksForPassword ? (
          <ActionForm action={prove} className="max-w-80">
            {passwordField}
            <div>
              <SubmitButton variant="secondary" busyLabel="Checking…">
                Continue
              </SubmitButton>
            </div>
          </ActionForm>
        ) : (
          // Not a form: the page's policy lets none lead to another site.
          <a
            href="/account/openid?for=link&return=/account"
            className={buttonLook('secondary', 'regular', 'justify-self-start')}
          >
            Link your account at {name}
          </a>
        )}
      </div>
    );
  }
  return (
    <div className="grid max-w-prose justify-items-start gap-3">
      <p>
        Linked since <Time at={since} />: you can sign in with {name}.
      </p>
      {hasPassword ? (
        <DialogButton
          label="Unlink…"
          title={`Unlink ${name}`}
          description="You then sign in with your password only. Your other sessions end."
        >
          <ActionForm action={unlink} closesDialog>
            {passwordField}
            <SubmitButton variant="danger" busyLabel="Unlinking…">
              Unlink {name}
            </SubmitButton>
          </ActionForm>
        </DialogButton>
      ) : (
        <p className="text-ink-muted">To take the link away, set a password first.</p>
      )}
    </div>
  );
}
