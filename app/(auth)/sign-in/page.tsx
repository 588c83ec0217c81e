import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { signInAction } from '@/app/(auth)/sign-in/actions';
import { SignInForm } from '@/components/auth/sign-in-form';
import { AuthCard } from '@/components/shell/auth-card';
import { returnPath } from '@/lib/auth/return-path';
import { currentPerson } from '@/lib/auth/session';

export const metadata: Metadata = { title: 'Sign in' };

interface Props {
  searchParams: Promise<{ return?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const returnTo = returnPath((await searchParams).return);
  if ((await currentPerson()) !== null) redirect(returnTo);
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
