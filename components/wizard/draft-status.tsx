'use client';

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { formatFull, formatTime } from '@/components/ui/format-time';
import { LiveRegion } from '@/components/ui/live-region';
import { Notice } from '@/components/ui/notice';
import { StateWord } from '@/components/ui/state-word';
import { OutsideLink } from '@/components/ui/text-link';
import { useViewerClock } from '@/components/ui/viewer-clock';
import type { ErrorCode } from '@/lib/errors';

export type SaveState =
  | { kind: 'saved'; at: string }
  | { kind: 'saving' }
  | { kind: 'not-saved'; code: ErrorCode | 'invalid'; message: string };

interface Status {
  state: SaveState;
  setState: (state: SaveState) => void;
}

const StatusContext = createContext<Status>({
  state: { kind: 'saving' },
  setState: () => undefined,
});

export function useDraftStatus(): Status {
  return useContext(StatusContext);
}

/** Lets the form that saves itself tell the head of the page how that went. `savedAt` is ISO 8601. */
export function DraftStatusProvider({ savedAt, children }: { savedAt: string; children: ReactNode }) {
  const [state, setState] = useState<SaveState>({ kind: 'saved', at: savedAt });
  const status = useMemo(() => ({ state, setState }), [state]);
  return <StatusContext value={status}>{children}</StatusContext>;
}

/** "Draft saved 10:42", quietly, at the top right. */
export function DraftStatus() {
  const { state } = useDraftStatus();
  const { timeZone, now } = useViewerClock();
  if (state.kind === 'saving') return <p className="text-13 text-ink-muted">Saving…</p>;
  if (state.kind === 'not-saved') {
    return (
      <p className="text-13">
        <StateWord state="problem">Not saved</StateWord>
      </p>
    );
  }
  const at = new Date(state.at);
  return (
    <p className="text-13 text-ink-muted">
      Draft saved{' '}
      <time dateTime={state.at} title={formatFull(at, timeZone)}>
        {formatTime(at, timeZone, now).replace(/^today /, '')}
      </time>
    </p>
  );
}

/** Why the draft could not be saved, until it is: what was typed is still in its field. */
export function NotSavedNotice() {
  const { state } = useDraftStatus();
  const failure = state.kind === 'not-saved' && state.code !== 'invalid' ? state : null;
  const signedOut = failure?.code === 'signed-out';
  return (
    <>
      <LiveRegion message={failure?.message ?? ''} />
      {failure && (
        <Notice
          tone="bad"
          className="mb-5 text-16"
          action={
            signedOut ? <OutsideLink href="/sign-in">Sign in again, then come back here</OutsideLink> : null
          }
        >
          {failure.message}
        </Notice>
      )}
    </>
  );
}
