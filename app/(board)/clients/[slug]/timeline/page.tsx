import type { Metadata } from 'next';
import { openClient } from '@/app/(board)/clients/[slug]/open-client';
import { RecordFrame } from '@/components/clients/record-frame';
import { TimelineList } from '@/components/clients/timeline-list';
import { EmptyState } from '@/components/ui/empty-state';
import { PaginationLinks } from '@/components/ui/pagination-links';
import { may } from '@/lib/auth/permissions';
import { nextAct } from '@/lib/clients/next-act';
import { readTimeline } from '@/lib/clients/timeline-queries';

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ after?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Timeline of ${(await openClient(params, '/timeline')).client.name}` };
}

export default async function TimelinePage({ params, searchParams }: Props) {
  const { actor, client } = await openClient(params, '/timeline');
  const { after } = await searchParams;
  const { entries, next } = await readTimeline(actor, client.id, typeof after === 'string' ? after : null);
  const here = `/clients/${client.slug}/timeline`;
  return (
    <RecordFrame
      client={client}
      tab="timeline"
      next={nextAct(client, may(actor, 'client.write'))}
      now={new Date()}
    >
      {entries.length === 0 ? (
        <EmptyState title="Nothing more happened">
          Values stored and copied, steps done, and changes of the record show here.
        </EmptyState>
      ) : (
        <TimelineList entries={entries} />
      )}
      <PaginationLinks
        newerHref={after === undefined ? null : here}
        newerLabel="Newest"
        olderHref={next === null ? null : `${here}?after=${next}`}
      />
    </RecordFrame>
  );
}
