import type { Metadata } from 'next';
import { PreflightSheet } from '@/components/runbook/preflight';
import { PrintButton } from '@/components/runbook/print-button';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { PrintHeader } from '@/components/ui/print-header';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import type { PreflightView } from '@/lib/runbook/preflight-view';
import { PHASE_NAMES } from '@/lib/runbook/schema';
import { PaperCode } from '../paper-code';
import { readPreflightOrNotFound } from './read-preflight';

interface PageProps {
  params: Promise<{ id: string }>;
}

export const metadata: Metadata = { title: 'Preflight' };

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  const { actor } = await requireReader(`/runbooks/${id}/preflight`);
  const view = await readPreflightOrNotFound(actor, id);
  const title = `${view.client.name} · ${view.machine.name}`;
  const over = whyOver(view);
  return (
    <>
      <PrintHeader
        code={<PaperCode path={`/runbooks/${id}/preflight`} />}
        title={`Preflight: ${title}`}
        facts={
          <>
            Runbook v{view.number} · <Time at={new Date()} as="full" />
          </>
        }
      />
      <div className="print:hidden">
        <PageHead
          title="Preflight"
          facts={
            <>
              <span>{title}</span>
              <span>runbook v{view.number}</span>
            </>
          }
          back={{ href: `/runbooks/${id}`, label: `Run on ${view.machine.name}` }}
          actions={
            over === null && (
              <>
                {may(actor, 'run.work') && (
                  <LinkButton href={`/runbooks/${id}/preflight/for-client`}>List for the client</LinkButton>
                )}
                <PrintButton />
              </>
            )
          }
        />
      </div>
      {over ?? <PreflightSheet view={view} phaseNames={PHASE_NAMES} />}
    </>
  );
}

/** A run that takes no acts any more needs nothing; null while it does. */
function whyOver({ client, closed, newerRunbookId, runbookId }: PreflightView) {
  if (client.gone) {
    return <Notice title={client.purged ? 'This client was purged' : 'This client is offboarding'} />;
  }
  if (newerRunbookId !== null) {
    return (
      <Notice tone="warn" title="A newer runbook has taken the place of this one">
        <TextLink href={`/runbooks/${newerRunbookId}/preflight`}>Open its preflight</TextLink>
      </Notice>
    );
  }
  if (!closed) return null;
  return (
    <Notice tone="ok" title="The machine is marked installed">
      <TextLink href={`/runbooks/${runbookId}/report`}>Read the report of the run</TextLink>
    </Notice>
  );
}
