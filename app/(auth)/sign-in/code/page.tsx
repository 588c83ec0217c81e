import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import {
  askForSignInPasskeyAction,
  signInCodeAction,
  signInPasskeyAction,
} from '@/app/(auth)/sign-in/actions';
import { PasskeyButton } from '@/components/auth/passkey-button';
import { SignInCodeForm } from '@/components/auth/sign-in-code-form';
import { AuthCard } from '@/components/shell/auth-card';
import { TextLink } from '@/components/ui/text-link';
import { boardOrigin } from '@/lib/auth/board-origin';
import { passkeyPlace } from '@/lib/auth/passkey-challenge';
import { readPendingSignIn } from '@/lib/auth/pending-sign-in';
import { returnPath } from '@/lib/auth/return-path';
import { secondFactorWays } from '@/lib/auth/second-factor-queries';
import { currentPerson } from '@/lib/auth/session';
import { pendingToken } from '@/lib/auth/sign-in-cookies';

export const metadata: Metadata = { title: 'Enter your code' };

/** By what the person has: a passkey for this address, an authenticator app. */
const INTROS: Readonly<Record<`${boolean}-${boolean}`, string>> = {
  'true-true': 'Half is done. Now your passkey, or the six digits from your authenticator app.',
  'true-false': 'Half is done. Now your passkey, or one of your recovery codes.',
  'false-true': 'Half is done. Now the six digits from your authenticator app.',
  'false-false':
    'Half is done. Your passkeys work at another address; enter one of your recovery codes here.',
};

interface Props {
  searchParams: Promise<{ return?: string | string[] }>;
}

export default async function SignInCodePage({ searchParams }: Props) {
  const returnTo = returnPath((await searchParams).return);
  if ((await currentPerson()) !== null) redirect(returnTo);
  const startAgain = `/sign-in?return=${encodeURIComponent(returnTo)}`;
  const pending = await readPendingSignIn(await pendingToken());
  if (pending === null) redirect(startAgain);
  const { rpId } = passkeyPlace(boardOrigin(await headers()));
  const ways = await secondFactorWays(pending.user.id, rpId);
  return (
    <AuthCard
      title={ways.passkey && !ways.authenticator ? 'Show your passkey' : 'Enter your code'}
      intro={INTROS[`${ways.passkey}-${ways.authenticator}`]}
      foot={
        <>
          No phone, no passkey and no recovery codes? Ask your admin to remove your second factor.{' '}
          <TextLink href={startAgain}>Start again</TextLink>
        </>
      }
    >
      {ways.passkey && (
        <PasskeyButton
          asking={{ ask: askForSignInPasskeyAction, finish: signInPasskeyAction.bind(null, returnTo) }}
          size="touch"
        />
      )}
      <SignInCodeForm action={signInCodeAction} returnTo={returnTo} authenticator={ways.authenticator} />
    </AuthCard>
  );
}
