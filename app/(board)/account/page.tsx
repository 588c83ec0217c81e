import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import {
  changePasswordAction,
  endOtherSessionsAction,
  endSessionAction,
  proveOwnAction,
  signOutEverywhereAction,
  unlinkProviderAction,
} from '@/app/(board)/account/actions';
import { OwnPasskeys } from '@/app/(board)/account/own-passkeys';
import { ChangePasswordForm } from '@/components/auth/change-password-form';
import { LinkedAccount } from '@/components/auth/linked-account';
import { ProveAtIssuer } from '@/components/auth/prove-at-issuer';
import { SecondFactorSummary } from '@/components/auth/second-factor-summary';
import { SessionList } from '@/components/auth/session-list';
import { ThemeChoice } from '@/components/shell/theme-choice';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { PrivateText } from '@/components/ui/private-text';
import { isTheme } from '@/components/ui/theme';
import { readMyLink } from '@/lib/auth/identities';
import { neededProof } from '@/lib/auth/needed-proof';
import { problemWords } from '@/lib/auth/openid-problem';
import { readMySecondFactor } from '@/lib/auth/second-factor-queries';
import { requireReader } from '@/lib/auth/session';
import { listMySessions } from '@/lib/auth/session-queries';

export const metadata: Metadata = { title: 'Your account' };

interface Props {
  searchParams: Promise<{ problem?: string | string[] }>;
}

export default async function AccountPage({ searchParams }: Props) {
  const { actor, person } = await requireReader('/account');
  const { hasPassword } = person;
  const [sessions, factor, linked, needed] = await Promise.all([
    listMySessions(actor),
    readMySecondFactor(actor),
    readMyLink(actor),
    neededProof(actor),
  ]);
  const problem = linked === null ? null : problemWords((await searchParams).problem, linked.name);
  const theme = (await cookies()).get('theme')?.value;
  return (
    <>
      <PageHead
        title="Your account"
        facts={
          <span>
            <PrivateText instead="You">{person.name}</PrivateText>, {person.role},{' '}
            <PrivateText instead="an e-mail address">{person.email}</PrivateText>
          </span>
        }
      />
      <div className="group/account grid max-w-3xl gap-10">
        {problem !== null && (
          <div role="alert">
            <Notice tone="bad">{problem}</Notice>
          </div>
        )}
        <section aria-labelledby="password">
          <h2 id="password" className="mb-3 font-semibold text-16">
            {hasPassword ? 'Change password' : 'Set a password'}
          </h2>
          {needed === 'issuer' && linked !== null ? (
            <ProveAtIssuer name={linked.name} returnTo="/account">
              You have no password: you sign in there. To set one, prove first who you are.
            </ProveAtIssuer>
          ) : (
            <ChangePasswordForm action={changePasswordAction} hasPassword={hasPassword} />
          )}
        </section>
        {linked !== null && (
          <section aria-labelledby="provider">
            <h2 id="provider" className="mb-2 font-semibold text-16">
              Sign in with {linked.name}
            </h2>
            <LinkedAccount
              name={linked.name}
              since={linked.since}
              hasPassword={hasPassword}
              asksForPassword={needed === 'password'}
              prove={proveOwnAction}
              unlink={unlinkProviderAction}
            />
          </section>
        )}
        <section aria-labelledby="second-factor" className="group-has-[#recovery-codes]/account:hidden">
          <h2 id="second-factor" className="mb-2 font-semibold text-16">
            Second factor
          </h2>
          <SecondFactorSummary factor={factor} href="/account/second-factor" />
        </section>
        <section aria-labelledby="passkeys">
          <h2 id="passkeys" className="mb-2 font-semibold text-16">
            Passkeys
          </h2>
          <OwnPasskeys actor={actor} here="/account" continueHref="/account" />
        </section>
        <section aria-labelledby="sessions">
          <h2 id="sessions" className="mb-2 font-semibold text-16">
            Where you are signed in
          </h2>
          <SessionList
            personId={actor.id}
            sessions={sessions}
            endSession={endSessionAction}
            endOthers={endOtherSessionsAction}
            signOutEverywhere={signOutEverywhereAction}
          />
        </section>
        <section aria-labelledby="appearance" className="max-w-80">
          <h2 id="appearance" className="mb-2 font-semibold text-16">
            Appearance
          </h2>
          <ThemeChoice theme={isTheme(theme) ? theme : 'system'} />
        </section>
      </div>
    </>
  );
}
