'use client';

import { Keyboard } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Dialog } from '@/components/ui/dialog';
import { FIND_STEP_ID } from './find-step';
import { actOfPress, KEY_WORDS, type KeyAct } from './key-acts';
import { hidesMore, placeOf, stepAtHand, unfoldAround, walk } from './key-places';
import { useLiveRun } from './live-run';
import { stepAnchor } from './open-steps';
import { stopWalking } from './step-focus';

/** What a key answers: a move is only said, a key that could do nothing is shown too. */
interface Said {
  text: string;
  shown: boolean;
}

/** The keys of the run page, the dialog that lists them, and the button for those who cannot guess it. */
export function RunKeys() {
  const [said, setSaid] = useState<Said>({ text: '', shown: false });
  const [help, setHelp] = useState(false);
  const act = useKeyAct(() => setHelp(true));
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const wanted = event.defaultPrevented ? null : actOfPress(event, placeOf(event.target));
      if (wanted === null || (event.key.startsWith('Arrow') && hidesMore(wanted))) return;
      event.preventDefault();
      setSaid(act(wanted));
    }
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', stopWalking);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', stopWalking);
    };
  }, [act]);
  return (
    <>
      <Button
        aria-haspopup="dialog"
        className="max-lg:hidden"
        title="Keys"
        icon={<Keyboard className="size-4" aria-hidden="true" />}
        onClick={() => setHelp(true)}
      >
        <span className="max-xl:sr-only">Keys</span>
      </Button>
      <Dialog open={help} onClose={() => setHelp(false)} title="Keys" description="Anywhere but in a field.">
        <KeyList />
      </Dialog>
      <p
        role="status"
        className={classNames(
          said.shown
            ? 'fixed bottom-4 left-1/2 z-30 -translate-x-1/2 rounded-md border border-line bg-raised px-4 py-2.5 text-14 shadow-float empty:hidden max-sm:bottom-20'
            : 'sr-only',
        )}
      >
        {said.text}
      </p>
    </>
  );
}

/** Does what a key asks for, and answers what to say of it. */
function useKeyAct(help: () => void): (act: KeyAct) => Said {
  const run = useLiveRun();
  const seen = useRef({ run, help });
  useEffect(() => {
    seen.current = { run, help };
  });
  return useCallback((act) => {
    const { progress, step, steps } = seen.current.run;
    const current = progress.currentStepId === null ? null : stepAnchor(progress.currentStepId);
    if (act === 'help') {
      seen.current.help();
      return silent;
    }
    if (act === 'search') {
      findStep();
      return silent;
    }
    const moves = act === 'next' || act === 'previous';
    const element = moves ? walk(act, current) : stepAtHand(current);
    const live = element === null ? undefined : step.get(element.id.slice(stepAnchor('').length));
    if (element === null || live === undefined) return silent;
    const { position, state, content, mine } = live;
    if (moves)
      return {
        text: `Step ${position} of ${steps.length}: ${content.title}. ${wordOf(state)}.`,
        shown: false,
      };
    const answer = actOnStep(act, element);
    if (answer !== 'nothing there') return { text: answer, shown: false };
    const settled = state === 'done' || state === 'skipped' || state === 'waived';
    const taken = state === 'claimed' && !mine;
    if (act === 'copy' || act === 'note' || !(settled || taken))
      return { text: `Step ${position}: ${NOTHING[act]}.`, shown: true };
    const why = settled ? `is ${wordOf(state).toLowerCase()} already` : 'is claimed. Take it over first';
    return { text: `Step ${position} ${why}.`, shown: true };
  }, []);
}

const silent: Said = { text: '', shown: false };
const wordOf = (state: string) =>
  state === 'todo' ? 'To do' : state.charAt(0).toUpperCase() + state.slice(1);

type StepAct = Exclude<KeyAct, 'next' | 'previous' | 'search' | 'help'>;

const NOTHING: Readonly<Record<StepAct, string>> = {
  open: 'nothing to open',
  tick: 'nothing to tick',
  copy: 'no key to copy',
  check: 'no output to check',
  note: 'no notes are taken',
  blocked: 'it takes no acts',
};
const CONTROLS: Readonly<Record<Exclude<StepAct, 'open'>, string>> = {
  tick: '[data-act="done"]',
  copy: '[data-act="copy"]',
  check: 'textarea[name="output"]',
  note: 'textarea[name="note"]',
  blocked: '[data-act="blocked"]',
};

function actOnStep(act: StepAct, element: HTMLElement): string {
  const fold = element.querySelector('details');
  if (act === 'open' || fold === null) {
    if (fold !== null) fold.open = !fold.open;
    return fold?.open ? 'Open.' : 'Folded.';
  }
  const controls = [...element.querySelectorAll<HTMLElement>(CONTROLS[act])];
  if (controls.length === 0) return 'nothing there';
  const folded = !fold.open;
  fold.open = true;
  // What nobody has read is opened first, and ticked with the next press.
  if (act === 'tick' && folded) return 'Opened. Press space again to tick it.';
  // What lies under "Other ways" is not what a step begins with.
  const control = controls.find((candidate) => candidate.checkVisibility()) ?? controls[0];
  if (control === undefined) return 'nothing there';
  unfoldAround(control);
  if (act === 'check' || act === 'note') {
    control.focus({ preventScroll: true });
    control.scrollIntoView({ block: 'nearest' });
  } else control.click();
  return '';
}

/** To the field over the run's steps, in its drawer where there is no room beside the steps. */
function findStep(): void {
  const field = document.getElementById(FIND_STEP_ID);
  if (!(field instanceof HTMLInputElement)) return;
  if (!field.checkVisibility()) field.closest<HTMLElement>('[popover]')?.showPopover();
  field.focus();
  field.select();
}

function KeyList() {
  return (
    <dl className="grid grid-cols-[6rem_minmax(0,1fr)] gap-x-4 gap-y-2">
      {KEY_WORDS.map(({ keys, words }) => (
        <div key={words} className="contents">
          <dt className="flex gap-1.5">
            {keys.map((key) => (
              <kbd key={key} className="rounded-sm border border-line-strong px-1.5 font-sans text-13">
                {key}
              </kbd>
            ))}
          </dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}
