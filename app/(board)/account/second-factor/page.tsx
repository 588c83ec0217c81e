import type { Metadata } from 'next';
import {
  recoveryCodesAction,
  startSecondFactorAction,
  turnOffSecondFactorAction,
} from '@/app/(board)/account/second-factor/actions';
import { AuthenticatorSecret } from '@/components/auth/authenticator-secret';
import { ProveAtIssuer } from '@/components/auth/prove-at-issuer';
import { RecoveryCodesForm } from '@/components/auth/recovery-codes-form';
import { StartSecondFactorForm } from '@/components/auth/start-second-factor-form';
import { TurnOffSecondFactor } from '@/components/auth/turn-off-second-factor';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { Time } from '@/components/ui/time';
import { neededProof } from '@/lib/auth/needed-proof';
import { openIdSettings } from '@/lib/auth/openid-settings';
import { returnPath } from '@/lib/auth/return-path';
import { readSecretBeingSetUp } from '@/lib/auth/second-factor-enrolment';
import { readMySecondFactor } from '@/lib/auth/second-factor-queries';
import { requireOwnReader } from '@/lib/auth/session';
import { totpAddress } from '@/lib/auth/totp';

export const metadata: Metadata = { title: 'Second factor' };

interface Props {
  searchParams: Promise<{ return?: string | string[] }>;
}

export default async function SecondFactorPage({ searchParams }: Props) {
  const { return: wanted } = await searchParams;
  const { actor, person } = await requireOwnReader('/account/second-factor');
  const owes = person.owesSecondFactor;
  const factor = await readMySecondFactor(actor);
  const needed = await neededProof(actor);
  const provider = openIdSettings()?.name ?? 'your provider';
  const here = `/account/second-factor${wanted === undefined ? '' : `?return=${encodeURIComponent(returnPath(wanted))}`}`;
  const secret = factor === null ? await readSecretBeingSetUp(actor) : null;
  return (
    <>
      <PageHead
        title="Second factor"
        {...(owes ? {} : { back: { href: '/account', label: 'Your account' } })}
      />
      <div className="group/factor grid max-w-3xl gap-6">
        {owes && (
          <Notice
            tone="warn"
            title="Your role needs a second factor"
            className="group-has-[#recovery-codes]/factor:hidden"
          >
            Set one up now; everything else waits until then.
          </Notice>
        )}
        {factor === null && secret === null ? (
          <>
            <p className="max-w-prose">
              After signing in you then enter six digits that your phone shows, so that a password alone opens
              nothing. You need an authenticator app; it works without a network.
            </p>
            {needed === 'issuer' ? (
              <ProveAtIssuer name={provider} returnTo={here}>
                You have no password to enter here. Prove first who you are where you sign in.
              </ProveAtIssuer>
            ) : (
              <StartSecondFactorForm
                action={startSecondFactorAction}
                asksForPassword={needed === 'password'}
              />
            )}
          </>
        ) : (
          <RecoveryCodesForm
            key="codes"
            action={recoveryCodesAction}
            purpose={secret === null ? 'renew' : 'confirm'}
            continueHref={wanted === undefined ? '/account' : returnPath(wanted)}
          >
            {secret === null ? (
              <div className="max-w-prose">
                <p>On since {factor && <Time at={factor.since} />}.</p>
                <p>
                  {codesLeft(factor?.recoveryCodesLeft ?? 0)} New ones take the place of all the old ones.
                </p>
              </div>
            ) : (
              <AuthenticatorSecret
                secret={secret.reveal()}
                address={totpAddress(secret.reveal(), person.email)}
              />
            )}
          </RecoveryCodesForm>
        )}
        {factor !== null && (
          <div className="print:hidden">
            {needed === 'issuer' ? (
              <ProveAtIssuer name={provider} returnTo={here}>
                To turn it off, prove first who you are.
              </ProveAtIssuer>
            ) : (
              <TurnOffSecondFactor action={turnOffSecondFactorAction} hasPassword={person.hasPassword} />
            )}
          </div>
        )}
      </div>
    </>
  );
}

function codesLeft(left: number): string {
  if (left === 0) return 'You have no recovery codes left.';
  return left === 1 ? 'You have 1 recovery code left.' : `You have ${left} recovery codes left.`;
}
