import type { Metadata } from 'next';
import { openClient } from '@/app/(board)/clients/[slug]/open-client';
import { RecordFrame } from '@/components/clients/record-frame';
import { RunTable } from '@/components/clients/run-table';
import { EmptyState } from '@/components/ui/empty-state';
import { may } from '@/lib/auth/permissions';
import { listClientRuns } from '@/lib/clients/client-queries';
import { nextAct } from '@/lib/clients/next-act';

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Runs of ${(await openClient(params, '/runs')).client.name}` };
}

export default async function RunsPage({ params }: Props) {
  const { actor, client } = await openClient(params, '/runs');
  const runs = await listClientRuns(actor, client.id);
  return (
    <RecordFrame
      client={client}
      tab="runs"
      next={nextAct(client, may(actor, 'client.write'))}
      now={new Date()}
    >
      {runs.length === 0 ? (
        <EmptyState title="No runbook yet">
          The wizard makes one when it creates the client; a machine added later gets its own on the Machines
          tab.
        </EmptyState>
      ) : (
        <RunTable runs={runs} />
      )}
    </RecordFrame>
  );
}
