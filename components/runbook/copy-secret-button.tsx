'use client';

import { CircleAlert, CircleCheck, KeyRound } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { NeedsNetwork } from '@/components/offline/needs-network';
import { useOnline } from '@/components/offline/use-online';
import type { FormAction } from '@/components/ui/action-failure';
import { Button } from '@/components/ui/button';
import type { ButtonSize, ButtonVariant } from '@/components/ui/button-look';
import { classNames } from '@/components/ui/class-names';
import { LiveRegion } from '@/components/ui/live-region';
import { Spinner } from '@/components/ui/spinner';
import { OutsideLink } from '@/components/ui/text-link';
import type { ActionResult } from '@/lib/action-state';
import { FreshSignIn } from './fresh-sign-in';
import { CLEAR_AFTER_SECONDS, type CopyPhase, type SecretCopyState, useSecretCopy } from './use-secret-copy';

export interface CopySecretButtonProps {
  /** One decryption, for one click; usually a server action bound to its slot. */
  reveal: () => Promise<ActionResult<string>>;
  /** Told once the clipboard took it. */
  confirm: () => Promise<unknown>;
  /** Takes the password again where it was entered too long ago. */
  freshen: FormAction<undefined>;
  /** What is copied, for screen readers: the slot's key. */
  what: string;
  label?: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  signInHref?: string;
}

/**
 * Copies a value of ours without ever showing it: `Copy key`, `Decrypting…`, `Copied · clears in 30 s`, `Cleared`.
 * The width never changes, and a failure stays until it is read.
 */
export function CopySecretButton(props: CopySecretButtonProps) {
  const {
    reveal,
    confirm,
    freshen,
    what,
    label = 'Copy key',
    variant = 'secondary',
    size = 'touch',
    signInHref = '/sign-in',
  } = props;
  const [state, copy, freshened] = useSecretCopy(reveal, confirm);
  const secure = useSecureContext();
  const possible = useOnline() && secure;
  const shown = state.phase === 'failed' ? 'idle' : state.phase;
  return (
    <span className="inline-grid justify-items-start gap-1.5">
      <Button
        data-act="copy"
        variant={variant}
        size={size}
        aria-disabled={state.phase === 'working' || !possible || undefined}
        aria-busy={state.phase === 'working' || undefined}
        onClick={state.phase === 'working' || !possible ? undefined : copy}
      >
        <span className="grid justify-items-start" aria-hidden="true">
          {(Object.keys(LOOKS) as ShownPhase[]).map((phase) => (
            <Look key={phase} phase={phase} shown={shown} label={label} secondsLeft={state.secondsLeft} />
          ))}
        </span>
        <span className="sr-only">{`${label} ${what}`}</span>
      </Button>
      <LiveRegion message={announcement(state, what)} />
      {!secure && <Failure message={INSECURE} />}
      <NeedsNetwork act="Copying" />
      {state.failure && (
        <Failure
          message={state.failure.message}
          signInHref={state.failure.mend === 'sign-in' ? signInHref : undefined}
        />
      )}
      {state.failure?.mend === 'freshen' && <FreshSignIn action={freshen} onDone={freshened} />}
      {state.freshened && <span className="text-14 text-ink-muted">{FRESHENED}</span>}
    </span>
  );
}

type ShownPhase = Exclude<CopyPhase, 'failed'>;

const LOOKS: Record<ShownPhase, string | null> = {
  idle: null,
  working: 'Decrypting…',
  copied: 'Copied · clears in',
  waiting: 'Clears at your next click',
  cleared: 'Cleared',
};

interface LookProps {
  phase: ShownPhase;
  shown: ShownPhase;
  label: string;
  secondsLeft: number;
}

/** Every face of the button lies in the same cell, so that the widest keeps the place for all. */
function Look({ phase, shown, label, secondsLeft }: LookProps) {
  const visible = phase === shown;
  const seconds = phase === 'copied' ? (shown === 'copied' ? secondsLeft : CLEAR_AFTER_SECONDS) : 0;
  return (
    <span
      className={classNames(
        'col-start-1 row-start-1 inline-flex items-center gap-2 whitespace-nowrap',
        !visible && 'invisible',
      )}
    >
      <Glyph phase={phase} visible={visible} secondsLeft={seconds} />
      {LOOKS[phase] ?? label}
      {phase === 'copied' && <span className="-ml-1 min-w-[2.6em] tabular-nums">{seconds} s</span>}
    </span>
  );
}

interface GlyphProps {
  phase: ShownPhase;
  visible: boolean;
  secondsLeft: number;
}

function Glyph({ phase, visible, secondsLeft }: GlyphProps) {
  if (phase === 'working') return <Spinner turning={visible} />;
  if (phase === 'cleared') return <CircleCheck className="size-4 flex-none" />;
  if (phase === 'idle') return <KeyRound className="size-4 flex-none" />;
  return <Ring share={secondsLeft / CLEAR_AFTER_SECONDS} />;
}

function Ring({ share }: { share: number }) {
  const circle = { cx: 8, cy: 8, r: 6, fill: 'none', stroke: 'currentColor', strokeWidth: 2 };
  return (
    <svg viewBox="0 0 16 16" className="size-4 flex-none -rotate-90" aria-hidden="true">
      <circle {...circle} strokeOpacity="0.25" />
      <circle {...circle} pathLength="1" strokeDasharray="1" strokeDashoffset={1 - share} />
    </svg>
  );
}

const FRESHENED = 'Entered. Now copy again.';
const INSECURE =
  'No clipboard here: the page is not on a secure connection. Open the board over https, or on localhost.';

function Failure({ message, signInHref }: { message: string; signInHref?: string | undefined }) {
  return (
    <span role="note" className="flex max-w-prose items-start gap-1.5 text-14 text-bad">
      <CircleAlert className="mt-0.5 size-4 flex-none" aria-hidden="true" />
      <span>
        {message}
        {signInHref && (
          <>
            {' '}
            <OutsideLink href={signInHref}>Sign in, then come back here</OutsideLink>
          </>
        )}
      </span>
    </span>
  );
}

function announcement({ phase, failure, freshened }: SecretCopyState, what: string): string {
  if (freshened) return FRESHENED;
  if (failure !== null) return failure.message;
  if (phase === 'copied') return `${what} copied. The clipboard clears in ${CLEAR_AFTER_SECONDS} seconds.`;
  if (phase === 'waiting') return 'The clipboard clears at your next click.';
  return phase === 'cleared' ? 'Clipboard cleared.' : '';
}

const neverChanges = () => () => undefined;

/** Whether the browser gives this page a clipboard; assumed until the browser was asked. */
function useSecureContext(): boolean {
  return useSyncExternalStore(
    neverChanges,
    () => window.isSecureContext,
    () => true,
  );
}
