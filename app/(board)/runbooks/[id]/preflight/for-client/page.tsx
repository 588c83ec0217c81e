import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { PreflightForClient } from '@/components/runbook/preflight-for-client';
import { PrintButton } from '@/components/runbook/print-button';
import { PageHead } from '@/components/ui/page-head';
import { PrintHeader } from '@/components/ui/print-header';
import { Time } from '@/components/ui/time';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { PaperCode } from '../../paper-code';
import { readPreflightOrNotFound } from '../read-preflight';

interface PageProps {
  params: Promise<{ id: string }>;
}

export const metadata: Metadata = { title: 'What the client has ready' };

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  const { actor } = await requireReader(`/runbooks/${id}/preflight/for-client`);
  if (!may(actor, 'run.work')) redirect(`/runbooks/${id}/preflight`);
  const view = await readPreflightOrNotFound(actor, id);
  return (
    <>
      <PrintHeader
        code={<PaperCode path={`/runbooks/${id}/preflight/for-client`} />}
        title={`Before the set-up: ${view.client.name}`}
        facts={
          <>
            {view.machine.name} · <Time at={new Date()} as="day" />
          </>
        }
      />
      <div className="print:hidden">
        <PageHead
          title="What the client has to have ready"
          facts="Send it as a text, or print it. It holds no value, no reference and no note of ours."
          back={{ href: `/runbooks/${id}/preflight`, label: 'Preflight' }}
          actions={<PrintButton />}
        />
      </div>
      <PreflightForClient view={view} />
    </>
  );
}
