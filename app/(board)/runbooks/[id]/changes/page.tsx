import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { noChanges, RunChanges } from '@/components/runbook/changes';
import { UpgradePanel } from '@/components/runbook/upgrade-panel';
import { PageHead } from '@/components/ui/page-head';
import { PrintHeader } from '@/components/ui/print-header';
import { Time } from '@/components/ui/time';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { AppError } from '@/lib/errors';
import { readDrift } from '@/lib/runbook/drift-queries';
import { upgradeAction } from './actions';

interface PageProps {
  params: Promise<{ id: string }>;
}

export const metadata: Metadata = { title: 'What changed' };

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  const { actor } = await requireReader(`/runbooks/${id}/changes`);
  const view = await readDrift(actor, id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') notFound();
    throw error;
  });
  const title = `${view.client.name} · ${view.machine.name}`;
  const facts = `runbook v${view.number}, catalogue v${view.catalogueVersion}`;
  return (
    <>
      <PrintHeader
        title={`What changed: ${title}`}
        facts={
          <>
            {facts} · <Time at={new Date()} as="full" />
          </>
        }
      />
      <div className="print:hidden">
        <PageHead
          title={`Runbook v${view.number}: what changed`}
          facts={
            <>
              <span>{title}</span>
              <span>
                {facts}; today catalogue v{view.target.catalogueVersion}
              </span>
            </>
          }
          back={{ href: `/runbooks/${id}`, label: `Run on ${view.machine.name}` }}
        />
      </div>
      <div className="mb-6 grid max-w-3xl gap-3 empty:hidden print:hidden">
        <UpgradePanel view={view} upgrade={upgradeAction} mayWork={may(actor, 'run.work')} />
        {noChanges(view)}
      </div>
      <RunChanges view={view} />
    </>
  );
}
