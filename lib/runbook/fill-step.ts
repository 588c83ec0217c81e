import { fillCommand, fillText, type PlaceholderValues } from '@/lib/catalogue/placeholders';
import type { Action, CommandAlternative, Match, Step } from '@/lib/catalogue/schema';

type Filled = Pick<Step, 'title' | 'why' | 'actions' | 'expect' | 'ifNot' | 'evidence'>;

/** A step's texts and commands with their placeholders filled in. Throws a PlaceholderError. */
export function fillStep(step: Step, values: PlaceholderValues): Filled {
  const { match } = step.expect;
  return {
    title: fillText(step.title, values),
    why: fillText(step.why, values),
    actions: step.actions.map((action) => fillAction(action, values)),
    expect: {
      text: fillText(step.expect.text, values),
      ...(match === undefined ? {} : { match: fillMatch(match, values) }),
    },
    ifNot: fillText(step.ifNot, values),
    ...(step.evidence === undefined ? {} : { evidence: fillText(step.evidence, values) }),
  };
}

/** The same of a step whose texts are no templates. */
export function literalStep({ title, why, actions, expect, ifNot, evidence }: Step): Filled {
  return { title, why, actions, expect, ifNot, ...(evidence === undefined ? {} : { evidence }) };
}

function fillAction(action: Action, values: PlaceholderValues): Action {
  switch (action.kind) {
    case 'instruction':
      return { ...action, text: fillText(action.text, values) };
    case 'secret':
      return action.after === undefined ? action : { ...action, after: fillText(action.after, values) };
    case 'command':
      return {
        ...action,
        command: fillCommand(action.command, values),
        ...fillNote(action, values),
        ...(action.alternatives === undefined
          ? {}
          : { alternatives: action.alternatives.map((alternative) => fillAlternative(alternative, values)) }),
      };
  }
}

function fillAlternative(alternative: CommandAlternative, values: PlaceholderValues): CommandAlternative {
  const texts = { label: fillText(alternative.label, values), ...fillNote(alternative, values) };
  return alternative.kind === 'command'
    ? { ...alternative, ...texts, command: fillCommand(alternative.command, values) }
    : { ...alternative, ...texts };
}

function fillNote(item: { note?: string | undefined }, values: PlaceholderValues): { note?: string } {
  return item.note === undefined ? {} : { note: fillText(item.note, values) };
}

function fillMatch(match: Match, values: PlaceholderValues): Match {
  if (match.kind === 'slot-length') return match;
  if (match.kind === 'json-path') {
    const { equals } = match;
    return typeof equals === 'string' ? { ...match, equals: fillText(equals, values) } : match;
  }
  if (match.kind !== 'regex') return { ...match, value: fillText(match.value, values) };
  const literal = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')]),
  );
  return { ...match, value: fillText(match.value, literal) };
}
