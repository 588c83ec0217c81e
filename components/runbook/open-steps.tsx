'use client';

import {
  createContext,
  type ReactNode,
  startTransition,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useLink, useLiveRun } from './live-run';
import { focusStep, RUN_HEAD_ID, walkedStep } from './step-focus';

interface OpenSteps {
  isOpen: (stepId: string) => boolean;
  setOpen: (stepId: string, open: boolean) => void;
  /** This person settled a step: fold it and go on with the one the run goes on with. */
  advance: (stepId: string) => void;
  /** Opens a step and puts the keyboard on it, as somebody who asked for it by name. */
  goTo: (stepId: string) => void;
  /** Whether closed steps are in the page too; after the first moments they are. */
  whole: boolean;
}

const OpenStepsContext = createContext<OpenSteps>({
  isOpen: () => false,
  setOpen: () => undefined,
  advance: () => undefined,
  goTo: () => undefined,
  whole: false,
});

const GAP_PIXELS = 8;

export const stepAnchor = (stepId: string) => `step-${stepId}`;

/** Folding and unfolding of the steps below. */
export function useOpenSteps(): OpenSteps {
  return useContext(OpenStepsContext);
}

/**
 * Remembers which steps are open. Only one's own acts and links move that: what others tick changes words, and
 * nothing jumps.
 */
export function OpenStepsProvider({ children }: { children: ReactNode }) {
  const { currentStepId } = useLiveRun().progress;
  const [open, setOpenSteps] = useState<ReadonlySet<string>>(
    () => new Set(currentStepId === null ? [] : [currentStepId]),
  );
  const [leaving, setLeaving] = useState<string | null>(null);
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const [whole, setWhole] = useState(false);

  const setOpen = useCallback((stepId: string, wanted: boolean) => {
    setOpenSteps((before) => {
      if (before.has(stepId) === wanted) return before;
      const next = new Set(before);
      if (wanted) next.add(stepId);
      else next.delete(stepId);
      return next;
    });
  }, []);

  // The answer to an act and the page it changes arrive in either order.
  useEffect(() => {
    if (leaving === null || leaving === currentStepId) return;
    setLeaving(null);
    setOpen(leaving, false);
    if (currentStepId === null) return;
    setOpen(currentStepId, true);
    setWanted({ stepId: currentStepId, walking: walkedStep() !== null });
  }, [leaving, currentStepId, setOpen]);

  // Only once the steps are folded as they should be: what folds above another one moves it.
  useEffect(() => {
    if (wanted !== null) reveal(stepAnchor(wanted.stepId), wanted.walking);
  }, [wanted]);

  // A page that was kept on the device was made earlier: the run goes on where the device knows it stands.
  const { caughtUp } = useLink();
  const keptAt = useRef(currentStepId);
  useEffect(() => {
    const before = keptAt.current;
    if (!caughtUp || before === null) return;
    keptAt.current = null;
    if (currentStepId === null || currentStepId === before) return;
    setOpen(before, false);
    setOpen(currentStepId, true);
    if (stepOfAddress() === null) setWanted({ stepId: currentStepId, walking: false });
  }, [caughtUp, currentStepId, setOpen]);

  // Who comes back to a run goes on where it stopped, unless the address or the browser knows a place already.
  const resumesAt = useRef(currentStepId);
  useEffect(() => {
    if (resumesAt.current === null || stepOfAddress() !== null || window.scrollY > 0) return;
    const anchor = stepAnchor(resumesAt.current);
    const top = document.getElementById(anchor)?.getBoundingClientRect().top ?? 0;
    if (top > window.innerHeight / 2) reveal(anchor);
  }, []);

  useEffect(() => startTransition(() => setWhole(true)), []);

  const goTo = useCallback(
    (stepId: string) => {
      closeDrawers();
      setOpen(stepId, true);
      reveal(stepAnchor(stepId), true);
    },
    [setOpen],
  );

  // An address can only be followed once its step is on the page as a whole.
  useEffect(() => {
    if (!whole) return;
    const follow = () => {
      const stepId = stepOfAddress();
      if (stepId === null) return;
      setOpen(stepId, true);
      reveal(stepAnchor(stepId));
    };
    // A link in a drawer leads out of it. What somebody opened while the page was still coming stays open.
    const leave = () => {
      closeDrawers();
      follow();
    };
    follow();
    window.addEventListener('hashchange', leave);
    return () => window.removeEventListener('hashchange', leave);
  }, [whole, setOpen]);

  const value = useMemo(
    () => ({ isOpen: (stepId: string) => open.has(stepId), setOpen, advance: setLeaving, goTo, whole }),
    [open, setOpen, goTo, whole],
  );
  return <OpenStepsContext value={value}>{children}</OpenStepsContext>;
}

/** A step to bring into view once it is drawn; `walking` as in `reveal`. */
interface Wanted {
  stepId: string;
  walking: boolean;
}

function stepOfAddress(): string | null {
  const { hash } = window.location;
  return hash.startsWith('#step-') ? decodeURIComponent(hash.slice('#step-'.length)) : null;
}

function closeDrawers(): void {
  for (const drawer of document.querySelectorAll<HTMLElement>('[popover]:popover-open')) drawer.hidePopover();
}

/**
 * Brings a step under the sticky head and puts the keyboard there, once the page has been drawn: on the step as a whole
 * for who walks by keys, else on its line.
 */
function reveal(elementId: string, walking = walkedStep() !== null): void {
  requestAnimationFrame(() => {
    const element = document.getElementById(elementId);
    element?.scrollIntoView({ block: 'start' });
    uncover(element);
    if (element !== null && walking) focusStep(element);
    else element?.querySelector('summary')?.focus({ preventScroll: true });
  });
}

/** The head is higher than usual while it says that there is no network, or wraps on a narrow screen. */
function uncover(element: HTMLElement | null): void {
  const head = document.getElementById(RUN_HEAD_ID);
  if (element === null || head === null) return;
  const hidden = head.getBoundingClientRect().bottom + GAP_PIXELS - element.getBoundingClientRect().top;
  if (hidden > 0) window.scrollBy({ top: -hidden, behavior: 'instant' });
}
