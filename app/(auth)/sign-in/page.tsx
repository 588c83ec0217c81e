import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { signInAction } from '@/app/(auth)/sign-in/actions';
import { SignInForm } from '@/components/auth/sign-in-form';
import { AuthCard } from '@/components/shell/auth-card';
import { returnPath } from '@/lib/auth/return-path';
import { currentPerson } from '@/lib/auth/session';
import { isNobodyHere } from '@/lib/auth/setup-link';

export const metadata: Metadata = { title: 'Sign in' };

interface Props {
  searchParams: Promise<{ return?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const returnTo = returnPath((await searchParams).return);
  if ((await currentPerson()) !== null) redirect(returnTo);
  if (await isNobodyHere()) {
    return (
      <AuthCard title="Nobody is here yet">
        <p>
          Open the set-up link that the start printed in its terminal: it makes the first admin. It is good
          for a day; the next start prints a new one.
        </p>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title="Sign in"
      intro={returnTo === '/' ? undefined : 'Then you go on where you were.'}
      foot="No account? Ask your admin for an invitation. Forgotten your password? They make you a link with which you choose a new one."
    >
      <SignInForm action={signInAction} returnTo={returnTo} />
    </AuthCard>
  );
}
