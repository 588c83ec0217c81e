import 'server-only';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';
import { installedState } from '@/lib/runbook/installed-state';
import { readRun } from '@/lib/runbook/queries';
import { workTimes } from '@/lib/runbook/report-durations';
import { reportFile } from '@/lib/runbook/report-file';
import type { ReportFile } from '@/lib/runbook/report-schema';
import type { ReportView } from '@/lib/runbook/report-view';
import { isAfterClosing, type RunEvent } from '@/lib/runbook/run-events';
import { readEvents } from '@/lib/runbook/run-rows';
import { foldRun, isSettled } from '@/lib/runbook/state';

/** The report of a run: what was done, by whom, in which time, and what is on the machine since. Nobody gets a value. */
export async function readReport(actor: Actor, runbookId: string): Promise<ReportView> {
  authorise(actor, 'run.read');
  const run = await readRun(actor, runbookId);
  const all = await readEvents(database(), run.runbookId);
  const events = all.filter((event) => !isAfterClosing(event));
  const times = workTimes(events);
  const status = foldRun(events);
  const rows = run.kind === 'install' ? installedState(run.steps, status, '') : [];
  const names = await namesOf([
    ...events.map(({ actorId }) => actorId),
    ...rows.map((row) => row.verifiedBy),
  ]);
  const nameOf = (id: string) => names.get(id) ?? 'Somebody';
  return {
    run,
    stepMinutes: times.steps,
    workedMinutes: times.total,
    people: peopleOf(events).map((id) => ({
      id,
      name: nameOf(id),
      steps: [...status.steps.values()].filter(({ by, state }) => by === id && isSettled(state)).length,
      workedMinutes: times.people.get(id) ?? 0,
    })),
    installed: rows.map(({ componentId, version, verifiedHow, verifiedBy }) => ({
      componentName:
        run.steps.find((step) => step.componentId === componentId)?.content.componentName ?? componentId,
      version,
      verifiedHow,
      verifiedBy: nameOf(verifiedBy),
    })),
    waived: run.steps.filter(({ state }) => state === 'waived'),
  };
}

/** The report as a file. That it was taken is an audit event, committed before anything of it leaves. */
export async function exportReport(
  actor: Actor,
  runbookId: string,
  schemaAddress: string,
): Promise<ReportFile> {
  const report = await readReport(actor, runbookId);
  const file = reportFile(report, schemaAddress, new Date());
  await database().transaction((tx) =>
    appendAuditEvent(tx, actor, {
      action: 'runbook.report-exported',
      clientId: report.run.client.id,
      runbookId: report.run.runbookId,
      detail: { number: report.run.number, steps: file.steps.length },
    }),
  );
  return file;
}

/** Everybody who acted, whoever came first before the others. */
function peopleOf(events: readonly RunEvent[]): string[] {
  return [...new Set(events.map(({ actorId }) => actorId))];
}
