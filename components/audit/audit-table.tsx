import { Bot } from 'lucide-react';
import { detailWords } from '@/components/audit/detail-words';
import { type FoldedLine, foldCopies } from '@/components/audit/fold-copies';
import { revealsHref } from '@/components/audit/reveals-href';
import { Badge } from '@/components/ui/badge';
import { PrivateText } from '@/components/ui/private-text';
import { PeopleProvider, PrivateWords } from '@/components/ui/private-words';
import { SlotKey } from '@/components/ui/slot-key';
import { type Column, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import { eventWords } from '@/lib/audit/event-words';
import { SYSTEM_ACTOR_ID } from '@/lib/auth/actor';
import { browserWords } from '@/lib/auth/browser-words';

/** An event as it is shown. `origin` is null for a reader whose role does not get it. */
export interface AuditLineView {
  seq: number;
  chainSeq: number | null;
  at: Date;
  action: string;
  outcome: 'ok' | 'refused' | 'failed';
  actorId: string;
  actorName: string;
  actorRole: string | null;
  via: string;
  isAgent: boolean;
  client: { slug: string; name: string } | null;
  slotId: string | null;
  slotKey: string | null;
  valueVersion: number | null;
  subjectName: string | null;
  detail: Readonly<Record<string, unknown>>;
  origin: { address: string | null; userAgent: string | null; reason: string | null } | null;
}

const channels: Record<string, string> = {
  web: 'in the browser',
  cli: 'command line',
  mcp: 'MCP',
  api: 'API',
  job: 'on schedule',
};

const columns: Column<FoldedLine>[] = [
  {
    key: 'at',
    head: 'When',
    className: 'whitespace-nowrap',
    cell: (line) => <Time at={line.at} />,
  },
  { key: 'what', head: 'What', primary: true, cell: (line) => <What line={line} /> },
  { key: 'who', head: 'Who', cell: (line) => <Who line={line} /> },
  {
    key: 'client',
    head: 'Client',
    cell: (line) =>
      line.client && (
        <TextLink href={`/clients/${line.client.slug}`}>
          <bdi>{line.client.name}</bdi>
        </TextLink>
      ),
  },
  {
    key: 'slot',
    head: 'Slot',
    cell: (line) =>
      (line.slotKey ?? line.slotId) && (
        <span>
          <Slot line={line} />
          {line.valueVersion !== null && <span className="text-ink-muted"> v{line.valueVersion}</span>}
        </span>
      ),
  },
];

const originColumn: Column<FoldedLine> = {
  key: 'origin',
  head: 'From',
  className: 'text-ink-muted',
  cell: ({ origin }) =>
    origin?.address && (
      <span title={origin.userAgent ?? undefined}>
        <PrivateText instead="an address">{origin.address}</PrivateText>
        {origin.userAgent !== null && `, ${browserWords(origin.userAgent)}`}
      </span>
    ),
};

/** The log, newest first. Names are looked up at reading; the events themselves hold ids. */
export function AuditTable({ lines, withOrigin }: { lines: readonly AuditLineView[]; withOrigin: boolean }) {
  const rows = foldCopies(lines);
  const names = lines.flatMap(({ actorName, subjectName }) => [actorName, subjectName ?? '']);
  return (
    <PeopleProvider names={[...new Set(names)].filter((name) => name !== '')}>
      <Table
        caption="Events, newest first"
        columns={withOrigin ? [...columns, originColumn] : columns}
        rows={rows}
        rowKey={(line) => line.seq}
      />
    </PeopleProvider>
  );
}

/** Leads on to everyone who decrypted it. */
function Slot({ line }: { line: AuditLineView }) {
  const key = line.slotKey ?? line.slotId ?? '';
  const code = <SlotKey name={key} className="text-12" />;
  if (line.client === null) return code;
  return (
    <TextLink
      href={revealsHref({ client: line.client.slug, slot: key })}
      prefetch={false}
      title="Everyone who decrypted it"
    >
      {code}
    </TextLink>
  );
}

function What({ line }: { line: FoldedLine }) {
  const facts = detailWords(line.detail);
  return (
    <span className="grid gap-0.5">
      <span className="inline-flex flex-wrap items-center gap-x-2">
        {line.copiedAt === null ? eventWords(line.action) : 'Decrypted and copied a value'}
        {line.copiedAt !== null && (
          <span className="text-13 text-ink-muted">
            on the clipboard <Time at={line.copiedAt} />
          </span>
        )}
        {line.subjectName !== null && line.subjectName !== line.actorName && (
          <PrivateText className="text-ink-muted">
            <bdi>{line.subjectName}</bdi>
          </PrivateText>
        )}
        {facts !== '' && <span className="text-13 text-ink-muted">{facts}</span>}
        {line.outcome !== 'ok' && <Badge tone="bad">{line.outcome}</Badge>}
      </span>
      {line.origin?.reason && (
        <span className="text-13 text-ink-muted">
          Reason:{' '}
          <q>
            <PrivateWords text={line.origin.reason} />
          </q>
        </span>
      )}
    </span>
  );
}

function Name({ line: { actorId, actorName } }: { line: AuditLineView }) {
  if (actorId === SYSTEM_ACTOR_ID) return actorName;
  return (
    <PrivateText>
      <bdi>{actorName}</bdi>
    </PrivateText>
  );
}

function Who({ line }: { line: AuditLineView }) {
  return (
    <span>
      {line.actorRole === null ? (
        <Name line={line} />
      ) : (
        <TextLink
          href={revealsHref({ person: line.actorId })}
          prefetch={false}
          title="Everything they decrypted"
        >
          <Name line={line} />
        </TextLink>
      )}
      <span className="text-ink-muted">
        {line.actorRole !== null && `, ${line.actorRole}`}
        {line.via !== 'web' && `, ${channels[line.via] ?? line.via}`}
      </span>
      {line.isAgent && (
        <span className="ml-1.5 inline-flex items-center gap-1 text-info">
          <Bot className="size-3.5" aria-hidden="true" />
          agent
        </span>
      )}
    </span>
  );
}
