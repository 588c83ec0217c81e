import type { Metadata } from 'next';
import { OwnPasskeys } from '@/app/(board)/account/own-passkeys';
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
import { neededFactorProof } from '@/lib/auth/factor-proof';
import { type NeededProof, neededProof } from '@/lib/auth/needed-proof';
import { openIdSettings } from '@/lib/auth/openid-settings';
import { returnPath } from '@/lib/auth/return-path';
import { readSecretBeingSetUp } from '@/lib/auth/second-factor-enrolment';
import { readMySecondFactor, type SecondFactorState } from '@/lib/auth/second-factor-queries';
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
  const here = `/account/second-factor${wanted === undefined ? '' : `?return=${encodeURIComponent(returnPath(wanted))}`}`;
  const continueHref = wanted === undefined ? '/account' : returnPath(wanted);
  const secret = factor?.since == null ? await readSecretBeingSetUp(actor) : null;
  const onlyPasskeys = factor !== null && factor.since === null;
  const needed = onlyPasskeys ? await neededFactorProof(actor) : await neededProof(actor);
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
        {factor?.since == null && secret === null ? (
          needed !== 'second-factor' && <StartPart needed={needed} here={here} />
        ) : (
          <RecoveryCodesForm
            key="codes"
            action={recoveryCodesAction}
            purpose={secret === null ? 'renew' : 'confirm'}
            continueHref={continueHref}
          >
            {secret === null ? (
              <CodesPart factor={factor} />
            ) : (
              <AuthenticatorSecret
                secret={secret.reveal()}
                address={totpAddress(secret.reveal(), person.email)}
              />
            )}
          </RecoveryCodesForm>
        )}
        {factor?.since != null && (
          <div className="print:hidden">
            {needed === 'issuer' ? (
              <ProveAtIssuer name={provider()} returnTo={here}>
                To turn it off, prove first who you are.
              </ProveAtIssuer>
            ) : (
              <TurnOffSecondFactor action={turnOffSecondFactorAction} hasPassword={person.hasPassword} />
            )}
          </div>
        )}
        {onlyPasskeys && secret === null && needed === 'none' && (
          <RecoveryCodesForm
            key="renew"
            action={recoveryCodesAction}
            purpose="renew"
            asksForCode={false}
            continueHref={continueHref}
          >
            <CodesPart factor={factor} />
          </RecoveryCodesForm>
        )}
        {secret === null && (
          <section aria-labelledby="passkeys">
            <h2 id="passkeys" className="mb-2 font-semibold text-16">
              Passkeys
            </h2>
            <OwnPasskeys actor={actor} here={here} continueHref={continueHref} />
          </section>
        )}
      </div>
    </>
  );
}

function StartPart({ needed, here }: { needed: NeededProof; here: string }) {
  return (
    <>
      <p className="max-w-prose">
        After signing in you then enter six digits that your phone shows, so that a password alone opens
        nothing. You need an authenticator app; it works without a network.
      </p>
      {needed === 'issuer' ? (
        <ProveAtIssuer name={provider()} returnTo={here}>
          You have no password to enter here. Prove first who you are where you sign in.
        </ProveAtIssuer>
      ) : (
        <StartSecondFactorForm action={startSecondFactorAction} asksForPassword={needed === 'password'} />
      )}
    </>
  );
}

function CodesPart({ factor }: { factor: SecondFactorState | null }) {
  return (
    <div className="max-w-prose">
      {factor?.since != null && (
        <p>
          On since <Time at={factor.since} />.
        </p>
      )}
      <p>{codesLeft(factor?.recoveryCodesLeft ?? 0)} New ones take the place of all the old ones.</p>
    </div>
  );
}

function provider(): string {
  return openIdSettings()?.name ?? 'your provider';
}

function codesLeft(left: number): string {
  if (left === 0) return 'You have no recovery codes left.';
  return left === 1 ? 'You have 1 recovery code left.' : `You have ${left} recovery codes left.`;
}
