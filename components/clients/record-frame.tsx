import Link from 'next/link';
import type { ReactNode } from 'react';
import { MachineNames } from '@/components/clients/machine-names';
import { classNames } from '@/components/ui/class-names';
import { LinkButton } from '@/components/ui/link-button';
import { PageHead } from '@/components/ui/page-head';
import { PrintHeader } from '@/components/ui/print-header';
import { PrivateText } from '@/components/ui/private-text';
import { type Stage, StageBadge } from '@/components/ui/stage-badge';
import { Time } from '@/components/ui/time';

export const RECORD_TABS = ['overview', 'credentials', 'machines', 'runs', 'timeline'] as const;
export type RecordTab = (typeof RECORD_TABS)[number];

export interface RecordFrameProps {
  client: {
    slug: string;
    name: string;
    stage: Stage;
    tier: string | null;
    packs: string[];
    machineNames: string[];
    contactName: string;
  };
  tab: RecordTab;
  /** The one primary button. */
  next: { label: string; href: string } | null;
  /** When the page was made, for the sheet of paper. */
  now: Date;
  children: ReactNode;
}

/** The frame of a client's record: who it is, the one thing to do, and the record's pages. */
export function RecordFrame({ client, tab, next, now, children }: RecordFrameProps) {
  const packages = [client.tier ?? 'no package yet', ...client.packs].join(' · ');
  return (
    <>
      <PrintHeader
        title={client.name}
        facts={
          <>
            {packages}, {client.stage}, {client.machineNames.join(', ')} · <Time at={now} as="full" />
          </>
        }
      />
      <div className="print:hidden">
        <PageHead
          back={{ href: '/', label: 'Board' }}
          title={<bdi>{client.name}</bdi>}
          beside={<StageBadge stage={client.stage} />}
          facts={
            <>
              <span>{packages}</span>
              {client.machineNames.length > 0 && (
                <span>
                  <MachineNames names={client.machineNames} />
                </span>
              )}
              {client.contactName !== '' && (
                <PrivateText instead="a contact">
                  <bdi>{client.contactName}</bdi>
                </PrivateText>
              )}
            </>
          }
          actions={
            next !== null && (
              <LinkButton href={next.href} variant="primary">
                {next.label}
              </LinkButton>
            )
          }
        />
        <Tabs slug={client.slug} stage={client.stage} current={tab} />
      </div>
      {children}
    </>
  );
}

const titles: Readonly<Record<RecordTab, string>> = {
  overview: 'Overview',
  credentials: 'Credentials',
  machines: 'Machines',
  runs: 'Runs',
  timeline: 'Timeline',
};

function Tabs({ slug, stage, current }: { slug: string; stage: Stage; current: RecordTab }) {
  const record = `/clients/${slug}`;
  return (
    <nav aria-label="Client record" className="mb-5 border-line border-b">
      <ul className="-mb-px flex overflow-x-auto pr-8 [scrollbar-width:none] max-sm:mask-r-from-[calc(100%-2.5rem)] sm:gap-x-1 sm:pr-0">
        {RECORD_TABS.map((tab) => (
          <li key={tab}>
            <TabLink href={tab === 'overview' ? record : `${record}/${tab}`} current={tab === current}>
              {titles[tab]}
            </TabLink>
          </li>
        ))}
        {stage !== 'draft' && (
          <li className="sm:ml-auto">
            <TabLink href={stage === 'purged' ? `${record}/certificate` : `${record}/offboarding`}>
              {stage === 'purged' ? 'Certificate' : 'Offboarding'}
            </TabLink>
          </li>
        )}
      </ul>
    </nav>
  );
}

function TabLink({ href, current, children }: { href: string; current?: boolean; children: ReactNode }) {
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      className={classNames(
        'inline-flex min-h-9 items-center border-b-2 px-2.5 text-13 transition-colors pointer-coarse:min-h-11 sm:text-14',
        current
          ? 'border-accent font-medium text-ink'
          : 'border-transparent text-ink-muted hover:border-line-strong hover:text-ink',
      )}
    >
      {children}
    </Link>
  );
}
