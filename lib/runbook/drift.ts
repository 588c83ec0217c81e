import { diffWords, type WordPiece } from '@/lib/runbook/diff-words';
import type { ComposedStep } from '@/lib/runbook/schema';

/** The parts of a step that are compared and shown, in the order of reading. */
export const STEP_PARTS = [
  'title',
  'where',
  'command',
  'expectation',
  'if-not',
  'records',
  'why',
  'required',
  'estimate',
] as const;
export type StepPart = (typeof STEP_PARTS)[number];

/** Whoever did a step before one of these changed did something else. */
const WORK: readonly StepPart[] = ['where', 'command', 'expectation', 'records'];

export interface PartDrift {
  part: StepPart;
  words: WordPiece[];
}

/** What became of one step. Added ones have their place in the new order, removed ones in the old. */
export interface StepDrift {
  stepId: string;
  componentId: string;
  componentName: string;
  position: number;
  title: string;
  kind: 'added' | 'removed' | 'changed';
  parts: PartDrift[];
  /** The command, what is expected of it or what is noted down is another than before. */
  redo: boolean;
  requiredNow: boolean;
}

/** What differs between two lists of steps, by stable id: first what changed, in the new order, then what is gone. */
export function compareSteps(before: readonly ComposedStep[], after: readonly ComposedStep[]): StepDrift[] {
  const old = new Map(before.map((step) => [step.stepId, step]));
  const kept = new Set(after.map(({ stepId }) => stepId));
  return [
    ...after.flatMap((step) => changeOf(old.get(step.stepId), step)),
    ...before
      .filter(({ stepId }) => !kept.has(stepId))
      .map((step) => ({
        ...named(step),
        kind: 'removed' as const,
        parts: [],
        redo: false,
        requiredNow: false,
      })),
  ];
}

function changeOf(before: ComposedStep | undefined, after: ComposedStep): StepDrift[] {
  if (before === undefined) {
    return [{ ...named(after), kind: 'added', parts: [], redo: false, requiredNow: after.required }];
  }
  const [old, fresh] = [partsOf(before), partsOf(after)];
  const parts = STEP_PARTS.filter((part) => old[part] !== fresh[part]).map((part) => ({
    part,
    words: diffWords(old[part], fresh[part]),
  }));
  if (parts.length === 0) return [];
  const redo = parts.some(({ part }) => WORK.includes(part));
  return [{ ...named(after), kind: 'changed', parts, redo, requiredNow: after.required && !before.required }];
}

function named({ stepId, componentId, position, content }: ComposedStep) {
  return { stepId, componentId, position, title: content.title, componentName: content.componentName };
}

/** Each part as the text that a reader compares. */
function partsOf({ required, content }: ComposedStep): Record<StepPart, string> {
  const { expect, captures } = content;
  return {
    title: content.title,
    where: content.as === undefined ? content.where : `${content.where}, as ${content.as}`,
    command: content.actions.map(actionText).join('\n'),
    expectation: [expect.text, matchText(expect.match)].filter((text) => text !== '').join('\n'),
    'if-not': content.ifNot,
    records: captures.map(captureText).join(', '),
    why: content.why,
    required: required ? 'required' : 'optional',
    estimate: `${content.estimateMinutes} min`,
  };
}

type Content = ComposedStep['content'];

function actionText(action: Content['actions'][number]): string {
  switch (action.kind) {
    case 'instruction':
      return action.text;
    case 'command':
      return action.command;
    case 'secret':
      return [`the value of ${action.slot}`, action.after ?? ''].filter((text) => text !== '').join('. ');
  }
}

function matchText(match: Content['expect']['match']): string {
  if (match === undefined) return '';
  if (match.kind === 'slot-length') return `the length of ${match.slot}`;
  if (match.kind === 'json-path') return `${match.path} is ${JSON.stringify(match.equals)}`;
  const words = { exact: 'exactly', contains: 'contains', regex: 'matches' } as const;
  return `${words[match.kind]} ${match.value}`;
}

function captureText(capture: Content['captures'][number]): string {
  switch (capture.kind) {
    case 'machine-field':
      return capture.field;
    case 'setting':
      return capture.key;
    case 'slot':
      return capture.slot;
    case 'version':
      return 'version';
  }
}
