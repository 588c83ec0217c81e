import 'server-only';
import { notFound } from 'next/navigation';
import type { Actor } from '@/lib/auth/actor';
import { AppError } from '@/lib/errors';
import { readReport } from '@/lib/runbook/report-queries';
import type { ReportView } from '@/lib/runbook/report-view';

/** The report for a page: that of an unknown run is the "not found" page. */
export async function readReportOrNotFound(actor: Actor, runbookId: string): Promise<ReportView> {
  try {
    return await readReport(actor, runbookId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') notFound();
    throw error;
  }
}
