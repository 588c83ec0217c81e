import { parseJsonPath } from '@/lib/catalogue/json-path';
import { namedPlaceholders, placeholderSettings, placeholdersIn } from '@/lib/catalogue/placeholders';
import { compilePattern } from '@/lib/catalogue/regular-expression';
import type { Action, Capture, Catalogue, Condition, Setting, Slot, Step } from '@/lib/catalogue/schema';
import { indispensableComponents } from '@/lib/catalogue/scope';

/** What steps mention exists, may be mentioned there, and is in scope whenever the step is. */
export function stepProblems(catalogue: Catalogue): string[] {
  const slots = new Map(catalogue.components.flatMap((one) => one.slots.map((slot) => [slot.id, slot])));
  const settings = new Map(
    catalogue.components.flatMap((one) => one.settings.map((each) => [each.key, each])),
  );
  return catalogue.components.flatMap((component) =>
    component.steps.flatMap((step) => [
      ...slotMentions(step).flatMap((id) => slotProblem(step, id, slots.get(id))),
      ...lineProblems(step, slots),
      ...(step.captures ?? []).flatMap((capture) => captureProblem(step, capture, settings)),
      ...templates(step).flatMap((template) => placeholderProblems(step, template, settings)),
      ...matchProblems(step),
    ]),
  );
}

/** The slots a step is about: what it copies, counts or notes down. */
export function slotMentions(step: Step): string[] {
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

/** A line around a value can be copied only where we hold the value. */
function lineProblems(step: Step, slots: ReadonlyMap<string, Slot>): string[] {
  return step.actions
    .flatMap((action) => (action.kind === 'command' ? slotsOfAction(action) : []))
    .filter((id) => slots.get(id)?.tag === 'client-supplied')
    .map((id) => `Step ${step.id} copies a line with the value of ${id}, which the client holds.`);
}

function slotProblem(step: Step, id: string, slot: Slot | undefined): string[] {
  if (!slot) return [`Step ${step.id} mentions slot ${id}, which does not exist.`];
  if (slot.class === 'infrastructure' || slot.level === 'organisation') {
    return [`Step ${step.id} mentions ${id}, which never reaches a machine.`];
  }
  return isThereWith(step, id, slot.when) ? [] : [`Step ${step.id} may be there while slot ${id} is not.`];
}

/** Whether an entry is in scope whenever the step is: its component is, and the step has all of its conditions. */
function isThereWith(step: Step, entryId: string, when: readonly Condition[] | undefined): boolean {
  const [component = ''] = entryId.split('.');
  if (!step.id.startsWith(`${component}.`) && !indispensableComponents.includes(component)) return false;
  const conditions = (step.when ?? []).map((condition) => JSON.stringify(condition));
  return (when ?? []).every((condition) => conditions.includes(JSON.stringify(condition)));
}

function captureProblem(step: Step, capture: Capture, settings: ReadonlyMap<string, Setting>): string[] {
  if (capture.kind !== 'setting' || settings.has(capture.key)) return [];
  return [`Step ${step.id} records setting ${capture.key}, which does not exist.`];
}

function templates(step: Step): string[] {
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
    matchTemplate(step.expect.match),
  ];
}

function matchTemplate(match: Step['expect']['match']): string {
  if (match?.kind === 'json-path') return typeof match.equals === 'string' ? match.equals : '';
  return match && 'value' in match ? match.value : '';
}

function placeholderProblems(step: Step, template: string, settings: ReadonlyMap<string, Setting>): string[] {
  return placeholdersIn(template).flatMap((name) => {
    const key = settingBehind(name);
    if (key === undefined) {
      const known = name === 'exports' || namedPlaceholders.some((candidate) => candidate === name);
      return known ? [] : [`Step ${step.id}: nobody fills {${name}}.`];
    }
    const setting = settings.get(key);
    if (!setting) return [`Step ${step.id}: nobody fills {${name}}.`];
    return setting.required && isThereWith(step, key, setting.when)
      ? []
      : [`Step ${step.id} needs setting ${key}, which may have no answer.`];
  });
}

function settingBehind(placeholder: string): string | undefined {
  if (placeholder.startsWith('setting:')) return placeholder.slice('setting:'.length);
  return Object.entries(placeholderSettings).find(([name]) => name === placeholder)?.[1];
}

function matchProblems(step: Step): string[] {
  const { match } = step.expect;
  if (match?.kind === 'json-path') return pathProblems(step, match.path);
  if (match?.kind !== 'regex') return [];
  if (placeholdersIn(match.value).length > 0) return [`Step ${step.id}: a pattern cannot hold placeholders.`];
  try {
    compilePattern(match.value, { multiline: true });
    return [];
  } catch {
    return [`Step ${step.id}: ${match.value} does not compile in linear time.`];
  }
}

function pathProblems(step: Step, path: string): string[] {
  try {
    parseJsonPath(path);
    return [];
  } catch (error) {
    return [`Step ${step.id}: ${error instanceof Error ? error.message : path}`];
  }
}
