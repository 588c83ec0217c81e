import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import {
  changePasswordAction,
  endOtherSessionsAction,
  endSessionAction,
  signOutEverywhereAction,
} from '@/app/(board)/account/actions';
import { ChangePasswordForm } from '@/components/auth/change-password-form';
import { SecondFactorSummary } from '@/components/auth/second-factor-summary';
import { SessionList } from '@/components/auth/session-list';
import { ThemeChoice } from '@/components/shell/theme-choice';
import { PageHead } from '@/components/ui/page-head';
import { isTheme } from '@/components/ui/theme';
import { readMySecondFactor } from '@/lib/auth/second-factor-queries';
import { requireReader } from '@/lib/auth/session';
import { listMySessions } from '@/lib/auth/session-queries';

export const metadata: Metadata = { title: 'Your account' };

export default async function AccountPage() {
  const { actor, person } = await requireReader('/account');
  const [sessions, factor] = await Promise.all([listMySessions(actor), readMySecondFactor(actor)]);
  const theme = (await cookies()).get('theme')?.value;
  return (
    <>
      <PageHead title="Your account" facts={`${person.name}, ${person.role}, ${person.email}`} />
      <div className="grid max-w-3xl gap-10">
        <section aria-labelledby="password">
          <h2 id="password" className="mb-3 font-semibold text-16">
            Change password
          </h2>
          <ChangePasswordForm action={changePasswordAction} />
        </section>
        <section aria-labelledby="second-factor">
          <h2 id="second-factor" className="mb-2 font-semibold text-16">
            Second factor
          </h2>
          <SecondFactorSummary factor={factor} href="/account/second-factor" />
        </section>
        <section aria-labelledby="sessions">
          <h2 id="sessions" className="mb-2 font-semibold text-16">
            Where you are signed in
          </h2>
          <SessionList
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
