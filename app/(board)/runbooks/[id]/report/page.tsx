import { Download } from 'lucide-react';
import type { Metadata } from 'next';
import { PrintButton } from '@/components/runbook/print-button';
import { RunReport } from '@/components/runbook/run-report';
import { buttonLook } from '@/components/ui/button-look';
import { PageHead } from '@/components/ui/page-head';
import { PrintHeader } from '@/components/ui/print-header';
import { Time } from '@/components/ui/time';
import { requireReader } from '@/lib/auth/session';
import { RUN_KIND_NAMES, runbookTitle } from '@/lib/clients/run-kind';
import { phaseNamesOf } from '@/lib/runbook/schema';
import { PaperCode } from '../paper-code';
import { readReportOrNotFound } from './read-report';

interface PageProps {
  params: Promise<{ id: string }>;
}

export const metadata: Metadata = { title: 'Run report' };

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  const { actor } = await requireReader(`/runbooks/${id}/report`);
  const report = await readReportOrNotFound(actor, id);
  const { run } = report;
  const name = run.kind === 'install' ? 'Run report' : `${RUN_KIND_NAMES[run.kind]} report`;
  const title = `${run.client.name} · ${run.machine.name}`;
  return (
    <>
      <PrintHeader
        code={<PaperCode path={`/runbooks/${id}/report`} />}
        title={`${name}: ${title}`}
        facts={
          <>
            {runbookTitle(run)} · {run.progress.settled} of {run.progress.total} steps ·{' '}
            <Time at={new Date()} as="full" />
          </>
        }
      />
      <div className="print:hidden">
        <PageHead
          title={name}
          facts={
            <>
              <span>{title}</span>
              <span>
                {run.progress.settled} of {run.progress.total} steps
              </span>
            </>
          }
          back={{ href: `/runbooks/${run.runbookId}`, label: `Run on ${run.machine.name}` }}
          actions={
            <>
              <a
                href={`/runbooks/${run.runbookId}/report.json`}
                download
                className={buttonLook('secondary', 'regular')}
              >
                <Download className="size-4" aria-hidden="true" />
                Export JSON
              </a>
              <PrintButton />
            </>
          }
        />
      </div>
      <RunReport report={report} phaseNames={phaseNamesOf(run.kind)} />
    </>
  );
}
