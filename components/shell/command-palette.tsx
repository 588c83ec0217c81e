'use client';

import { Activity, BookOpen, Building2, Hash, KeyRound, ListChecks, Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useId, useRef, useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Kbd } from '@/components/ui/kbd';
import { fitsWords, type Place } from '@/lib/clients/places';
import { useFoundPlaces } from './use-found-places';

export interface CommandPaletteProps {
  /** The pages that need no search. */
  pages: readonly Place[];
  onClose: () => void;
}

const ICONS = {
  page: Hash,
  step: ListChecks,
  client: Building2,
  run: Activity,
  slot: KeyRound,
  component: BookOpen,
  search: Search,
} as const;

const MOST_STEPS = 6;

/** Goes anywhere by typing: pages, the steps of the open run, clients, runs, slots and components. */
export default function CommandPalette({ pages, onClose }: CommandPaletteProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const { push } = useRouter();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const { found, state } = useFoundPlaces(text);
  const places = [...localPlaces(pages, text), ...found, ...boardSearch(text)];
  const active = Math.min(chosen, places.length - 1);

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  function go(place: Place | undefined) {
    if (place === undefined) return;
    dialog.current?.close();
    // A step of this page is an address of its own: the page listens to the address and opens it.
    if (place.kind === 'step') window.location.hash = place.href;
    else push(place.href);
  }

  function onKeyDown(event: React.KeyboardEvent) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      setChosen((active + move + places.length) % Math.max(places.length, 1));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      go(places[active]);
    }
  }

  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      aria-label="Go anywhere"
      className="open:appear mt-[12vh] w-[36rem] rounded-md border border-line bg-raised p-0 text-ink shadow-float max-sm:mt-3 max-sm:w-[calc(100%-1.5rem)] max-sm:max-w-full"
    >
      <div className="flex items-center gap-3 border-line border-b px-4">
        <Search className="size-4 flex-none text-ink-muted" aria-hidden="true" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          aria-label="Client, slot, step, component or page"
          placeholder="Client, slot, step, component or page"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 w-full min-w-0 bg-transparent text-16 outline-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      <div id={`${id}-list`} role="listbox" aria-label="Found" className="max-h-[50vh] overflow-y-auto p-1.5">
        {places.map((place, index) => (
          <PlaceOption
            key={`${place.kind} ${place.href}`}
            id={`${id}-${index}`}
            place={place}
            active={index === active}
            onChoose={() => go(place)}
            onPoint={() => setChosen(index)}
          />
        ))}
      </div>
      <p aria-live="polite" className="px-4 pb-3 text-13 text-ink-muted empty:hidden">
        {words(state, places.length)}
      </p>
    </dialog>
  );
}

interface PlaceOptionProps {
  id: string;
  place: Place;
  active: boolean;
  onChoose: () => void;
  onPoint: () => void;
}

function PlaceOption({ id, place, active, onChoose, onPoint }: PlaceOptionProps) {
  const Icon = ICONS[place.kind];
  const option = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (active) option.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    // The field keeps the focus and the keys; this is what they point at.
    <button
      type="button"
      ref={option}
      id={id}
      role="option"
      aria-selected={active}
      tabIndex={-1}
      onClick={onChoose}
      onPointerMove={onPoint}
      className={classNames(
        'flex min-h-9 w-full items-center gap-3 text-left rounded-sm px-2.5 py-1 pointer-coarse:min-h-11',
        active && 'bg-accent-soft',
      )}
    >
      <Icon className="size-4 flex-none text-ink-muted" aria-hidden="true" />
      <span className="min-w-0 flex-1 sm:flex sm:items-baseline sm:justify-between sm:gap-4">
        <bdi className={classNames('block truncate', place.kind === 'slot' && 'font-mono text-13')}>
          {place.label}
        </bdi>
        <bdi className="block flex-none truncate text-13 text-ink-muted sm:max-w-1/2">{place.detail}</bdi>
      </span>
    </button>
  );
}

/** What is on this page already: the rail's pages and, on a run, its steps. */
function localPlaces(pages: readonly Place[], text: string): Place[] {
  if (text.trim() === '') return [...pages];
  const steps = [...document.querySelectorAll<HTMLElement>('li[id^="step-"][data-title]')].map(
    (step): Place => ({
      kind: 'step',
      label: step.dataset.title ?? '',
      detail: 'Step of this run',
      href: `#${step.id}`,
    }),
  );
  const fits = (place: Place) => fitsWords(place.label, text);
  return [...pages.filter(fits), ...steps.filter(fits).slice(0, MOST_STEPS)];
}

function boardSearch(text: string): Place[] {
  const wanted = text.trim();
  if (wanted === '') return [];
  const detail = 'Serials, contacts, everything';
  return [
    {
      kind: 'search',
      label: `Search the board for “${wanted}”`,
      detail,
      href: `/?q=${encodeURIComponent(wanted)}`,
    },
  ];
}

function words(state: 'idle' | 'busy' | 'failed', count: number): string {
  if (state === 'busy') return 'Searching…';
  if (state === 'failed')
    return 'Clients could not be searched: the server does not answer. Type on to try again.';
  return count === 0 ? 'Nothing of that name.' : '';
}
