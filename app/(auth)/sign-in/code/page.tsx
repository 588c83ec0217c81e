import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { signInCodeAction } from '@/app/(auth)/sign-in/actions';
import { SignInCodeForm } from '@/components/auth/sign-in-code-form';
import { AuthCard } from '@/components/shell/auth-card';
import { TextLink } from '@/components/ui/text-link';
import { readPendingSignIn } from '@/lib/auth/pending-sign-in';
import { returnPath } from '@/lib/auth/return-path';
import { currentPerson } from '@/lib/auth/session';
import { pendingToken } from '@/lib/auth/sign-in-cookies';

export const metadata: Metadata = { title: 'Enter your code' };

interface Props {
  searchParams: Promise<{ return?: string | string[] }>;
}

export default async function SignInCodePage({ searchParams }: Props) {
  const returnTo = returnPath((await searchParams).return);
  if ((await currentPerson()) !== null) redirect(returnTo);
  const startAgain = `/sign-in?return=${encodeURIComponent(returnTo)}`;
  if ((await readPendingSignIn(await pendingToken())) === null) redirect(startAgain);
  return (
    <AuthCard
      title="Enter your code"
      intro="Half is done. Now the six digits from your authenticator app."
      foot={
        <>
          No phone and no recovery codes? Ask your admin to remove your second factor.{' '}
          <TextLink href={startAgain}>Start again</TextLink>
        </>
      }
    >
      <SignInCodeForm action={signInCodeAction} returnTo={returnTo} />
    </AuthCard>
  );
}
