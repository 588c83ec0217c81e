import { MachineNames } from '@/components/clients/machine-names';
import { PrivateText } from '@/components/ui/private-text';
import { ProgressBar } from '@/components/ui/progress-bar';
import { StageBadge } from '@/components/ui/stage-badge';
import { type Column, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import { RUN_KIND_NAMES } from '@/lib/clients/run-kind';
import type { BoardCard } from './board-card';
import { MissingLine } from './missing-line';

const columns: Column<BoardCard>[] = [
  {
    key: 'name',
    head: 'Client',
    primary: true,
    cell: (card) => (
      <>
        <TextLink href={card.href} prefetch={false} className="font-medium" dir="auto">
          {card.name}
        </TextLink>
        {card.contactName !== '' && (
          <span className="block text-13 text-ink-muted">
            <PrivateText instead="a person">{card.contactName}</PrivateText>
          </span>
        )}
      </>
    ),
  },
  { key: 'stage', head: 'Stage', cell: (card) => <StageBadge stage={card.stage} /> },
  {
    key: 'tier',
    head: 'Package',
    cell: (card) => [card.tier ?? 'none yet', ...card.packs].join(' · '),
  },
  { key: 'state', head: 'State', cell: (card) => <RowState card={card} />, className: 'sm:min-w-44' },
  {
    key: 'machines',
    head: 'Machines',
    cell: (card) =>
      card.machineNames.length === 0 ? (
        <span className="text-ink-muted">none yet</span>
      ) : (
        <MachineNames names={card.machineNames} />
      ),
  },
  {
    key: 'age',
    head: 'In stage',
    cell: (card) => card.age,
    className: 'sm:whitespace-nowrap',
  },
  { key: 'updated', head: 'Last change', cell: (card) => <Time at={card.updatedAt} /> },
];

/** The clients as a table, the last changed first. */
export function ClientTable({ cards }: { cards: BoardCard[] }) {
  return <Table caption="Clients" columns={columns} rows={cards} rowKey={(card) => card.id} />;
}

function RowState({ card }: { card: BoardCard }) {
  if (card.progress !== null) {
    return (
      <>
        <ProgressBar
          value={card.progress.settled}
          max={card.progress.total}
          label={`Steps done at ${card.name}`}
          className="max-w-52"
        />
        {card.progress.kind !== 'install' && (
          <span className="text-13 text-ink-muted">{RUN_KIND_NAMES[card.progress.kind]} under way</span>
        )}
      </>
    );
  }
  if (card.continueHref !== null) return <TextLink href={card.continueHref}>Continue the wizard</TextLink>;
  if (card.stage === 'purged') return <span className="text-ink-muted">nothing stored any more</span>;
  if (card.missing !== '') return <MissingLine card={card} />;
  if (card.purgeAfter !== null && card.stage === 'offboarding') {
    return (
      <>
        purge <Time at={card.purgeAfter} as="day" />
      </>
    );
  }
  return <span className="text-ink-muted">nothing missing</span>;
}
