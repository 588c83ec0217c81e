'use client';

import { useRouter } from 'next/navigation';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { keepChanges, keptRun } from '@/components/offline/kept-here';
import { useOnline } from '@/components/offline/use-online';
import { useWaitingActs } from '@/components/offline/use-waiting-acts';
import { PeopleProvider } from '@/components/ui/private-words';
import { type LiveBase, type LiveRun, liveRun, mergeChanges } from '@/lib/runbook/live-run';
import type { WaitingAct } from '@/lib/runbook/offline-acts';
import { withWaiting } from '@/lib/runbook/offline-overlay';
import { advanced, type Cursor, isNewTo, type RunChange, type Watchers } from '@/lib/runbook/run-change';
import { keepPlace } from './keep-place';
import { knownPeople } from './known-people';
import type { LinkState } from './run-link';
import { ServerClock, ServerClockProvider } from './server-clock';
import { useRunLink } from './use-run-link';

export interface Link {
  state: LinkState;
  watchers: Watchers | null;
  /** What others did since the page was made, in order. */
  foreign: readonly RunChange[];
  /** How far the page has read. */
  cursor: Cursor;
  /** Whether what this device kept beside the page has been laid over it. */
  caughtUp: boolean;
  /** Lays what an act of one's own has changed over the page. */
  hear: (changes: readonly RunChange[]) => void;
}

const RunContext = createContext<LiveRun | null>(null);
const LinkContext = createContext<Link>({
  state: 'connecting',
  watchers: null,
  foreign: [],
  cursor: { log: 0, secrets: 0 },
  caughtUp: false,
  hear: () => undefined,
});

const WaitingContext = createContext<readonly WaitingAct[]>([]);

/** The acts on this run that wait on this device for the network, or were refused when they came. */
export function useWaitingHere(): readonly WaitingAct[] {
  return useContext(WaitingContext);
}

/** The run as it is now. */
export function useLiveRun(): LiveRun {
  const run = useContext(RunContext);
  if (run === null) throw new Error('This part belongs inside LiveRunProvider.');
  return run;
}

/** How the page hears of the others, and who they are. */
export function useLink(): Link {
  return useContext(LinkContext);
}

interface LiveRunProviderProps {
  runbookId: string;
  base: LiveBase;
  /** Whether anything can still happen in the run. */
  open: boolean;
  children: ReactNode;
}

interface Came {
  changes: RunChange[];
  putBack: () => void;
}

const nothing: Came = { changes: [], putBack: () => undefined };

/** Lays what others do over the page as the server made it, at once and without moving what somebody is looking at. */
export function LiveRunProvider({ runbookId, base, open, children }: LiveRunProviderProps) {
  const [came, setCame] = useState(nothing);
  const [stale, setStale] = useState(0);
  const [caughtUp, setCaughtUp] = useState(false);
  const { viewerId } = base;
  const onChanges = useCallback(
    (changes: readonly RunChange[]) => {
      keepChanges(runbookId, viewerId, changes);
      setCame((before) => ({ changes: mergeChanges(before.changes, changes), putBack: keepPlace() }));
    },
    [runbookId, viewerId],
  );
  const hear = useOwnActs(onChanges);
  // A page that was kept on the device is older than what it heard afterwards.
  useEffect(() => {
    const changes = keptRun(runbookId, viewerId)?.changes ?? [];
    if (changes.length > 0) {
      setCame((before) => ({ ...before, changes: mergeChanges(changes, before.changes) }));
    }
    setCaughtUp(true);
  }, [runbookId, viewerId]);
  const onStale = useCallback(() => setStale((times) => times + 1), []);
  const [clock] = useState(() => new ServerClock());
  const heard = useMemo(() => ({ onChanges, onStale, onClock: clock.heard }), [onChanges, onStale, clock]);
  const { state, watchers } = useRunLink(runbookId, base.cursor, open, heard);
  useLayoutEffect(() => came.putBack(), [came]);

  const all = useWaitingActs(viewerId);
  const waiting = useMemo(() => all.filter((act) => act.runbookId === runbookId), [all, runbookId]);
  const run = useMemo(
    () => withWaiting(liveRun(base, came.changes), viewerId, waiting),
    [base, came.changes, waiting, viewerId],
  );
  // Without a network, reading the page again would be leaving it.
  const reachable = useOnline() && state !== 'offline';
  useFreshPage(reachable && (run.outOfDate || stale > 0), came.changes.length + stale, watchers?.count ?? 1);
  const people = useMemo(() => knownPeople(run, came.changes, watchers), [run, came.changes, watchers]);
  const link = useMemo(
    () => ({
      state,
      watchers,
      foreign: came.changes.filter(({ byId }) => byId !== viewerId),
      cursor: came.changes.reduce(advanced, base.cursor),
      caughtUp,
      hear,
    }),
    [state, watchers, came.changes, base.cursor, viewerId, caughtUp, hear],
  );
  // What the page was made from holds them now.
  useEffect(() => {
    setStale(0);
    setCame((before) => {
      const changes = before.changes.filter((change) => isNewTo(base.cursor, change));
      return changes.length === before.changes.length ? before : { ...nothing, changes };
    });
  }, [base]);
  return (
    <RunContext value={run}>
      <WaitingContext value={waiting}>
        <LinkContext value={link}>
          <ServerClockProvider value={clock}>
            <PeopleProvider names={people}>{children}</PeopleProvider>
          </ServerClockProvider>
        </LinkContext>
      </WaitingContext>
    </RunContext>
  );
}

/** Takes what one's own acts changed here; the pages gone to from here, kept from before, are read anew. */
function useOwnActs(onChanges: (changes: readonly RunChange[]) => void) {
  const router = useRouter();
  const acted = useRef(false);
  useEffect(
    () => () => {
      // Without a network, reading a page anew would be losing it.
      if (acted.current && navigator.onLine) router.refresh();
    },
    [router],
  );
  return useCallback(
    (changes: readonly RunChange[]) => {
      if (changes.length === 0) return;
      acted.current = true;
      onChanges(changes);
    },
    [onChanges],
  );
}

const SOONEST_MILLIS = 1_500;
const MILLIS_EACH_WATCHER = 250;

/**
 * Reads the page again when only the server can tell what it should show: once things have calmed down, only while
 * somebody looks, and not all pages at the same moment.
 */
function useFreshPage(wanted: boolean, version: number, watchers: number): void {
  const router = useRouter();
  const due = useRef(false);
  useEffect(() => {
    due.current = wanted;
    if (!wanted || version === 0) return;
    const read = () => {
      if (!due.current || document.visibilityState !== 'visible') return;
      due.current = false;
      router.refresh();
    };
    const wait = SOONEST_MILLIS + Math.random() * watchers * MILLIS_EACH_WATCHER;
    const timer = setTimeout(read, wait);
    document.addEventListener('visibilitychange', read);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', read);
    };
  }, [wanted, version, watchers, router]);
}
