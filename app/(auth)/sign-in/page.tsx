import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { signInAction } from '@/app/(auth)/sign-in/actions';
import { OpenIdLink } from '@/components/auth/openid-link';
import { SignInForm } from '@/components/auth/sign-in-form';
import { ForgetHere } from '@/components/offline/forget-here';
import { AuthCard } from '@/components/shell/auth-card';
import { Notice } from '@/components/ui/notice';
import { problemWords } from '@/lib/auth/openid-problem';
import { openIdSettings } from '@/lib/auth/openid-settings';
import { returnPath } from '@/lib/auth/return-path';
import { currentPerson } from '@/lib/auth/session';
import { isNobodyHere } from '@/lib/auth/setup-link';

export const metadata: Metadata = { title: 'Sign in' };

interface Props {
  searchParams: Promise<{
    return?: string | string[];
    problem?: string | string[];
    left?: string | string[];
  }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const asked = await searchParams;
  const returnTo = returnPath(asked.return);
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
  const provider = openIdSettings();
  const problem = provider === null ? null : problemWords(asked.problem, provider.name);
  return (
    <AuthCard
      title="Sign in"
      intro={returnTo === '/' ? undefined : 'Then you go on where you were.'}
      foot="No account? Ask your admin for an invitation. Forgotten your password? They make you a link with which you choose a new one."
    >
      {problem !== null && (
        <div role="alert">
          <Notice tone="bad">{problem}</Notice>
        </div>
      )}
      {provider !== null && (
        <>
          <OpenIdLink name={provider.name} returnTo={returnTo} />
          <p className="text-14 text-ink-muted">Or with your password:</p>
        </>
      )}
      <SignInForm action={signInAction} returnTo={returnTo} />
      <ForgetHere everything={asked.left !== undefined} />
    </AuthCard>
  );
}
