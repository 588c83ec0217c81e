import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/permissions';
import type { Setting } from '@/lib/catalogue/schema';
import { copiesOf, type MachineCopy } from '@/lib/clients/run-copies';
import { slotGap } from '@/lib/clients/slot-gap';
import type { machines } from '@/lib/db/schema/clients';
import { eventWords } from '@/lib/runbook/event-words';
import type { EvidenceView } from '@/lib/runbook/evidence-view';
import { MACHINE_FIELDS } from '@/lib/runbook/machine-facts';
import { openDependencies } from '@/lib/runbook/progress';
import type { RunEvent } from '@/lib/runbook/run-events';
import { type RunSlot, slotIdsOf } from '@/lib/runbook/run-slots';
import type { CaptureField, Deed, SlotView, StepView, TimelineEntry } from '@/lib/runbook/run-view';
import type { ComposedStep } from '@/lib/runbook/schema';
import { type RunStatus, statusOf } from '@/lib/runbook/state';

export interface ViewMaterial {
  actor: Actor;
  steps: ComposedStep[];
  events: RunEvent[];
  status: RunStatus;
  slots: ReadonlyMap<string, RunSlot>;
  /** What of the client's values was copied in runs. */
  copies: readonly MachineCopy[];
  machine: typeof machines.$inferSelect;
  settings: readonly Setting[];
  answers: ReadonlyMap<string, string>;
  names: ReadonlyMap<string, string>;
  /** By step id. */
  images: ReadonlyMap<string, EvidenceView[]>;
}

/** The steps as the page shows them. */
export function stepViews(material: ViewMaterial): StepView[] {
  const { steps, status, actor } = material;
  return steps.map((step) => {
    const current = statusOf(status, step.stepId);
    const { state, revision, reason, verified, version, check, notes } = current;
    return {
      ...step,
      state,
      revision,
      deed: deed(material, current.by, current.at),
      byId: current.by,
      mine: current.by === actor.id,
      reason,
      verified,
      version,
      check: check && { matched: check.matched, by: nameOf(material, check.by), at: check.at },
      notes: notes.map((note) => ({ ...note, by: nameOf(material, note.by) })),
      images: material.images.get(step.stepId) ?? [],
      slots: slotIdsOf(step).flatMap((id) => slotView(material, id)),
      fields: step.content.captures.flatMap((capture) =>
        captureField(material, capture, check?.version ?? ''),
      ),
      waitsFor: openDependencies(step, steps, status).map(({ stepId, position, content }) => ({
        stepId,
        position,
        title: content.title,
      })),
    };
  });
}

/** The run's slots, each once, in the order in which the steps need them. */
export function slotViews(material: ViewMaterial): SlotView[] {
  const ids = [...new Set(material.steps.flatMap(slotIdsOf))];
  return ids.flatMap((id) => slotView(material, id));
}

/** What happened, newest first. */
export function timelineOf(material: ViewMaterial): TimelineEntry[] {
  const positions = new Map(material.steps.map((step) => [step.stepId, step.position]));
  return material.events.toReversed().map((event) => ({
    seq: event.seq,
    words: eventWords(event, event.detail.from === undefined ? null : nameOf(material, event.detail.from)),
    by: nameOf(material, event.actorId),
    at: event.at,
    doneAt: event.detail.doneAt === undefined ? undefined : new Date(event.detail.doneAt),
    stepId: event.stepId,
    position: event.stepId === null ? null : (positions.get(event.stepId) ?? null),
  }));
}

function nameOf({ names }: ViewMaterial, id: string): string {
  return names.get(id) ?? 'Somebody';
}

function deed(material: ViewMaterial, by: string | null, at: Date | null): Deed | null {
  return by === null || at === null ? null : { by: nameOf(material, by), at };
}

function slotView(material: ViewMaterial, slotId: string): SlotView[] {
  const found = material.slots.get(slotId);
  if (found === undefined) return [];
  const { slot, stored, reference, placement } = found;
  const working = may(material.actor, 'run.work');
  return [
    {
      slotId: slot.id,
      key: slot.key,
      name: slot.name,
      promptLabel: slot.promptLabel,
      tag: slot.tag,
      secretClass: slot.class,
      exported: slot.exported,
      required: slot.required,
      generated: slot.generator !== undefined,
      spendsOnUse: slot.spentAfterUse === true,
      formatHint: slot.format?.hint ?? null,
      whereToGet: slot.whereToGet,
      expiresAfterDays: slot.expiresAfterDays ?? null,
      stored: stored && {
        characters: working ? stored.characters : null,
        valueVersion: stored.valueVersion,
        spent: stored.spentAt !== null,
        by: nameOf(material, stored.storedBy),
        at: stored.storedAt,
      },
      reference: working ? reference && { reference: reference.reference, label: reference.label } : null,
      placement: placement && {
        valueVersion: placement.valueVersion,
        signedInAs: working ? placement.signedInAs : null,
        validUntil: placement.validUntil,
        by: nameOf(material, placement.placedBy),
        at: placement.placedAt,
      },
      gap: gapOf(material, found),
    },
  ];
}

function gapOf({ copies, machine }: ViewMaterial, { slot, stored, placement }: RunSlot): SlotView['gap'] {
  return slotGap({
    stored: stored && { valueVersion: stored.valueVersion, spent: stored.spentAt !== null },
    placement: placement && { valueVersion: placement.valueVersion, at: placement.placedAt },
    copies: copiesOf(copies, { machineId: machine.id, slotId: slot.id }),
  });
}

type Captures = ComposedStep['content']['captures'];

function captureField(material: ViewMaterial, capture: Captures[number], version: string): CaptureField[] {
  switch (capture.kind) {
    case 'slot':
      return [];
    case 'version':
      return [
        {
          ...plain,
          name: 'version',
          label: 'Version',
          hint: 'As the command printed it.',
          value: version,
          optional: true,
        },
      ];
    case 'machine-field': {
      const { label, hint } = MACHINE_FIELDS[capture.field];
      const name = `machine.${capture.field}`;
      const value = material.machine[capture.field] || expectedFact(material, capture.field);
      return [{ ...plain, name, label, hint: capital(hint), value, optional: false }];
    }
    case 'setting': {
      const setting = material.settings.find((candidate) => candidate.key === capture.key);
      if (setting === undefined) return [];
      return [
        {
          name: `setting.${setting.key}`,
          label: setting.label,
          hint: setting.hint ?? setting.format?.hint ?? null,
          kind: setting.kind,
          choices: (setting.choices ?? []).map(({ value, label }) => ({ value, label })),
          value: material.answers.get(setting.key) ?? setting.default ?? '',
          optional: !setting.required,
        },
      ];
    }
  }
}

const plain: Pick<CaptureField, 'kind' | 'choices'> = { kind: 'text', choices: [] };

/** What a fact is bound to be when everything went as planned: the Mac and the tailnet get the machine's own name. */
function expectedFact({ machine }: ViewMaterial, field: keyof typeof MACHINE_FIELDS): string {
  return field === 'hostname' || field === 'tailscaleName' ? machine.name : '';
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
