import { headers } from 'next/headers';
import {
  askForFreshPasskeyAction,
  freshenWithPasskeyAction,
  removePasskeyAction,
} from '@/app/(board)/account/actions';
import {
  addPasskeyAction,
  proveForFactorAction,
  showSecondFactorAction,
  startAddingPasskeyAction,
} from '@/app/(board)/account/second-factor/actions';
import { Passkeys } from '@/components/auth/passkeys';
import type { FactorProving } from '@/components/auth/prove-factor';
import type { Actor } from '@/lib/auth/actor';
import { boardOrigin } from '@/lib/auth/board-origin';
import { neededFactorProof } from '@/lib/auth/factor-proof';
import { openIdSettings } from '@/lib/auth/openid-settings';
import { listMyPasskeys } from '@/lib/auth/own-passkeys';
import { passkeyPlace } from '@/lib/auth/passkey-challenge';

interface OwnPasskeysProps {
  actor: Actor;
  /** The page it stands on. */
  here: string;
  /** Where one goes on after the recovery codes. */
  continueHref: string;
}

/** One's passkeys on a page of the account. */
export async function OwnPasskeys({ actor, here, continueHref }: OwnPasskeysProps) {
  const rows = await listMyPasskeys(actor);
  const { rpId } = passkeyPlace(boardOrigin(await headers()));
  const proving: FactorProving = {
    needed: await neededFactorProof(actor),
    passkey: rows.some((row) => row.rpId === rpId)
      ? { ask: askForFreshPasskeyAction, finish: freshenWithPasskeyAction }
      : null,
    showCode: showSecondFactorAction,
    enterPassword: proveForFactorAction,
    issuer: openIdSettings()?.name ?? 'your provider',
    returnTo: here,
  };
  return (
    <Passkeys
      passkeys={rows}
      host={rpId}
      proving={proving}
      making={{ ask: startAddingPasskeyAction, finish: addPasskeyAction }}
      remove={removePasskeyAction}
      continueHref={continueHref}
    />
  );
}
