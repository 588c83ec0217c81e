import { namedPlaceholders, placeholdersIn } from '@/lib/catalogue/placeholders';
import { compilePattern } from '@/lib/catalogue/regular-expression';
import type { Action, Capture, Catalogue, Slot, Step } from '@/lib/catalogue/schema';

/** What steps mention exists, may be mentioned there, and is in scope whenever the step is. */
export function stepProblems(catalogue: Catalogue): string[] {
  const slots = new Map(catalogue.components.flatMap((one) => one.slots.map((slot) => [slot.id, slot])));
  const settings = new Set(catalogue.components.flatMap((one) => one.settings.map(({ key }) => key)));
  return catalogue.components.flatMap((component) =>
    component.steps.flatMap((step) => [
      ...slotMentions(step).flatMap((id) => slotProblem(step, id, slots.get(id))),
      ...(step.captures ?? []).flatMap((capture) => captureProblem(step, capture, settings)),
      ...templates(step).flatMap((template) => placeholderProblems(step, template, settings)),
      ...matchProblems(step),
    ]),
  );
}

function slotMentions(step: Step): string[] {
  const { match } = step.expect;
  return [
    ...step.actions.flatMap(slotsOfAction),
    ...(match?.kind === 'slot-length' ? [match.slot] : []),
    ...(step.captures ?? []).flatMap((capture) => (capture.kind === 'slot' ? [capture.slot] : [])),
  ];
}

function slotsOfAction(action: Action): string[] {
  if (action.kind === 'secret') return [action.slot];
  if (action.kind !== 'command') return [];
  return (action.alternatives ?? []).flatMap((other) => (other.kind === 'secret-line' ? [other.slot] : []));
}

function slotProblem(step: Step, id: string, slot: Slot | undefined): string[] {
  if (!slot) return [`Step ${step.id} mentions slot ${id}, which does not exist.`];
  if (slot.class === 'infrastructure' || slot.level === 'organisation') {
    return [`Step ${step.id} mentions ${id}, which never reaches a machine.`];
  }
  const conditions = JSON.stringify(step.when ?? []);
  const unmet = (slot.when ?? []).filter((condition) => !conditions.includes(JSON.stringify(condition)));
  return unmet.length === 0 ? [] : [`Step ${step.id} may be there while slot ${id} is not.`];
}

function captureProblem(step: Step, capture: Capture, settings: ReadonlySet<string>): string[] {
  if (capture.kind !== 'setting' || settings.has(capture.key)) return [];
  return [`Step ${step.id} records setting ${capture.key}, which does not exist.`];
}

function templates(step: Step): string[] {
  const { match } = step.expect;
  return [
    ...step.actions.flatMap((action) => {
      if (action.kind === 'instruction') return [action.text];
      if (action.kind === 'secret') return [action.after ?? ''];
      const others = (action.alternatives ?? []).flatMap((other) =>
        'command' in other ? [other.command] : [],
      );
      return [action.command, action.note ?? '', ...others];
    }),
    step.title,
    step.why,
    step.ifNot,
    step.expect.text,
    match && 'value' in match ? match.value : '',
  ];
}

function placeholderProblems(step: Step, template: string, settings: ReadonlySet<string>): string[] {
  return placeholdersIn(template)
    .filter((name) =>
      name.startsWith('setting:')
        ? !settings.has(name.slice('setting:'.length))
        : name !== 'exports' && !namedPlaceholders.some((known) => known === name),
    )
    .map((name) => `Step ${step.id}: nobody fills {${name}}.`);
}

function matchProblems(step: Step): string[] {
  const { match } = step.expect;
  if (match?.kind !== 'regex') return [];
  if (placeholdersIn(match.value).length > 0) return [`Step ${step.id}: a pattern cannot hold placeholders.`];
  try {
    compilePattern(match.value, { multiline: true });
    return [];
  } catch {
    return [`Step ${step.id}: ${match.value} does not compile in linear time.`];
  }
}
