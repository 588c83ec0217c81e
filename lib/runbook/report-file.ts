import type { EvidenceView } from '@/lib/runbook/evidence-view';
import { type ReportFile, reportSchema } from '@/lib/runbook/report-schema';
import type { InstalledLine, ReportView } from '@/lib/runbook/report-view';
import type { Deed, SlotView, StepView } from '@/lib/runbook/run-view';

/** The report as a file, checked against the schema that is published for it. `origin` is the board's address. */
export function reportFile(report: ReportView, schemaAddress: string, now: Date): ReportFile {
  const { run, stepMinutes, people, installed, waived } = report;
  return reportSchema.parse({
    $schema: schemaAddress,
    exportedAt: now.toISOString(),
    client: { slug: run.client.slug, name: run.client.name },
    machine: { name: run.machine.name, facts: run.machine.facts.filter(({ value }) => value !== '') },
    runbook: {
      id: run.runbookId,
      kind: run.kind,
      number: run.number,
      catalogueVersion: run.catalogueVersion,
      composedAt: run.composedAt.toISOString(),
      startedAt: run.startedAt?.toISOString() ?? null,
      closedAt: run.closedAt?.toISOString() ?? null,
    },
    progress: { settled: run.progress.settled, total: run.progress.total },
    time: { workedMinutes: tenths(report.workedMinutes), estimateMinutes: run.estimateMinutes },
    people: people.map(({ id: _, ...person }) => ({
      ...person,
      workedMinutes: tenths(person.workedMinutes),
    })),
    installed: installed.map(({ componentName, ...line }: InstalledLine) => ({
      component: componentName,
      ...line,
    })),
    waivers: waived.flatMap((step) =>
      step.deed === null
        ? []
        : [
            {
              ...deedOf(step.deed),
              step: step.position,
              title: step.content.title,
              reason: step.reason ?? '',
            },
          ],
    ),
    steps: run.steps.map((step) => stepLine(step, run.number, stepMinutes.get(step.stepId) ?? 0)),
    slots: run.slots.map(slotLine),
    events: run.timeline.toReversed().map((entry) => ({
      seq: entry.seq,
      ...deedOf(entry),
      words: entry.words,
      step: entry.position,
    })),
  });
}

function stepLine(step: StepView, number: number, minutes: number): ReportFile['steps'][number] {
  const { content } = step;
  return {
    id: step.stepId,
    position: step.position,
    title: content.title,
    component: content.componentName,
    phase: step.phase,
    where: content.where,
    required: step.required,
    state: step.state,
    deed: step.deed && deedOf(step.deed),
    inRunbook: step.carriedFrom ?? number,
    verified: step.verified,
    version: step.version,
    reason: step.reason,
    evidence: content.evidence ?? null,
    notes: step.notes.map((note) => ({ ...deedOf(note), text: note.text, afterClosing: note.addendum })),
    images: step.images.map(imageLine),
    workedMinutes: tenths(minutes),
    estimateMinutes: content.estimateMinutes,
  };
}

function imageLine(image: EvidenceView): ReportFile['steps'][number]['images'][number] {
  const { mime, bytes, sha256, addendum, removed } = image;
  return {
    ...deedOf(image),
    ...{ mime, bytes, sha256 },
    afterClosing: addendum,
    removed: removed && { ...deedOf(removed), reason: removed.reason },
  };
}

/** Only what is named here leaves: neither where a value is kept, nor how long it is, nor who is signed in. */
function slotLine({ key, name, tag, placement }: SlotView): ReportFile['slots'][number] {
  const onMachine = placement && {
    ...deedOf(placement),
    valueVersion: placement.valueVersion,
    validUntil: placement.validUntil,
  };
  return { key, name, tag, onMachine };
}

function deedOf({ by, at }: Deed): { by: string; at: string } {
  return { by, at: at.toISOString() };
}

function tenths(minutes: number): number {
  return Math.round(minutes * 10) / 10;
}
