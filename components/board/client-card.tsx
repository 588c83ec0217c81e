import Link from 'next/link';
import { MachineNames } from '@/components/clients/machine-names';
import { PrivateText } from '@/components/ui/private-text';
import { ProgressBar } from '@/components/ui/progress-bar';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import { RUN_KIND_NAMES } from '@/lib/clients/run-kind';
import type { BoardCard } from './board-card';
import { MissingLine } from './missing-line';

/**
 * One client on the board. The whole card leads to the record; a draft also leads back into the wizard. Nothing is
 * fetched ahead: a board that is read anew at every tick would ask for each of its cards again.
 */
export function ClientCard({ card }: { card: BoardCard }) {
  return (
    <article className="break-avoid relative grid gap-1 rounded-md border border-line bg-surface px-3 py-2.5 text-13 transition-colors has-[h3_a:hover]:border-line-strong has-[h3_a:focus-visible]:outline-2 has-[h3_a:focus-visible]:outline-accent">
      <h3 className="font-medium text-14">
        <Link
          href={card.href}
          prefetch={false}
          className="outline-none after:absolute after:inset-0 after:rounded-md"
          dir="auto"
        >
          {card.name}
        </Link>
      </h3>
      <p className="flex items-start justify-between gap-2 text-ink-muted">
        <span className="min-w-0">{[card.tier ?? 'no package yet', ...card.packs].join(' · ')}</span>
        <span className="flex-none tabular-nums" title="In this stage for">
          <span className="sr-only">In this stage for </span>
          {card.age}
        </span>
      </p>
      {card.progress && <RunProgress card={card} />}
      <Situation card={card} />
      {card.continueHref && (
        <p className="relative z-10 justify-self-start">
          <TextLink
            href={card.continueHref}
            className="inline-flex min-h-6 items-center pointer-coarse:min-h-11"
          >
            Continue<span className="sr-only"> the wizard of {card.name}</span>
          </TextLink>
        </p>
      )}
    </article>
  );
}

function RunProgress({ card }: { card: BoardCard }) {
  if (card.progress === null) return null;
  return (
    <ProgressBar
      value={card.progress.settled}
      max={card.progress.total}
      label={`Steps done at ${card.name}`}
      className="py-0.5"
    />
  );
}

/** The one line that says how the client stands. */
function Situation({ card }: { card: BoardCard }) {
  const { progress } = card;
  if (progress !== null) {
    return (
      <p className="grid text-ink-muted">
        <span className="text-12 text-ink-muted empty:hidden">
          <MachineNames names={card.machineNames} />
        </span>
        {progress.kind !== 'install' && <span>{RUN_KIND_NAMES[progress.kind]} under way</span>}
        {progress.currentTitle !== null && <span className="text-ink">now: {progress.currentTitle}</span>}
        {progress.by !== null && <PrivateText>{progress.by}</PrivateText>}
        <PurgeDay card={card} />
      </p>
    );
  }
  if (card.stage === 'offboarding' && card.purgeAfter !== null) {
    return (
      <p>
        <PurgeDay card={card} />
      </p>
    );
  }
  if (card.stage === 'purged') return <p className="text-ink-muted">nothing stored any more</p>;
  if (card.missing !== '') {
    return (
      <p>
        <MissingLine card={card} />
      </p>
    );
  }
  if (card.stage === 'ready') return <p className="text-info">nothing missing</p>;
  return (
    <span className="text-12 text-ink-muted empty:hidden">
      <MachineNames names={card.machineNames} />
    </span>
  );
}

function PurgeDay({ card }: { card: BoardCard }) {
  if (card.stage !== 'offboarding' || card.purgeAfter === null) return null;
  return (
    <span className="text-vault">
      purge <Time at={card.purgeAfter} as="day" />
    </span>
  );
}
