import { diffWords, type WordPiece } from '@/lib/runbook/diff-words';
import { MACHINE_FIELDS } from '@/lib/runbook/machine-facts';
import { PLACE_WORDS } from '@/lib/runbook/place-words';
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

/** What slots and settings are called; their ids where nobody reads the result. */
export interface DriftNames {
  slot: (id: string) => string;
  setting: (key: string) => string;
}

const IDS: DriftNames = { slot: (id) => id, setting: (key) => key };

/** What differs between two lists of steps, by stable id: first what changed, in the new order, then what is gone. */
export function compareSteps(
  before: readonly ComposedStep[],
  after: readonly ComposedStep[],
  names: DriftNames = IDS,
): StepDrift[] {
  const old = new Map(before.map((step) => [step.stepId, step]));
  const kept = new Set(after.map(({ stepId }) => stepId));
  return [
    ...after.flatMap((step) => changeOf(old.get(step.stepId), step, names)),
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

function changeOf(before: ComposedStep | undefined, after: ComposedStep, names: DriftNames): StepDrift[] {
  if (before === undefined) {
    return [{ ...named(after), kind: 'added', parts: [], redo: false, requiredNow: after.required }];
  }
  // Compared by ids, told by names: two slots may have one name.
  const [old, fresh] = [partsOf(before, IDS), partsOf(after, IDS)];
  const [oldWords, freshWords] = [partsOf(before, names), partsOf(after, names)];
  const parts = STEP_PARTS.filter((part) => old[part] !== fresh[part]).map((part) => ({
    part,
    words: diffWords(oldWords[part], freshWords[part]),
  }));
  if (parts.length === 0) return [];
  const redo = parts.some(({ part }) => WORK.includes(part));
  return [{ ...named(after), kind: 'changed', parts, redo, requiredNow: after.required && !before.required }];
}

function named({ stepId, componentId, position, content }: ComposedStep) {
  return { stepId, componentId, position, title: content.title, componentName: content.componentName };
}

/** Each part as the text that a reader compares. */
function partsOf({ required, content }: ComposedStep, names: DriftNames): Record<StepPart, string> {
  const { expect, captures } = content;
  return {
    title: content.title,
    where: [PLACE_WORDS[content.where], ...(content.as === undefined ? [] : [AS_WORDS[content.as]])].join(
      ', ',
    ),
    command: content.actions.map((action) => actionText(action, names)).join('\n'),
    expectation: [expect.text, matchText(expect.match, names)].filter((text) => text !== '').join('\n'),
    'if-not': content.ifNot,
    records: captures.map((capture) => captureText(capture, names)).join(', '),
    why: content.why,
    required: required ? 'required' : 'optional',
    estimate: `${content.estimateMinutes} min`,
  };
}

const AS_WORDS = { admin: 'as the administrator', agent: 'as the agent' } as const;

type Content = ComposedStep['content'];

function actionText(action: Content['actions'][number], names: DriftNames): string {
  switch (action.kind) {
    case 'instruction':
      return action.text;
    case 'command':
      return action.command;
    case 'secret':
      return [`the value of ${names.slot(action.slot)}`, action.after ?? '']
        .filter((text) => text !== '')
        .join('. ');
  }
}

function matchText(match: Content['expect']['match'], names: DriftNames): string {
  if (match === undefined) return '';
  if (match.kind === 'slot-length') return `the length of ${names.slot(match.slot)}`;
  if (match.kind === 'json-path') return `${match.path} is ${JSON.stringify(match.equals)}`;
  const words = { exact: 'exactly', contains: 'contains', regex: 'matches' } as const;
  return `${words[match.kind]} ${match.value}`;
}

function captureText(capture: Content['captures'][number], names: DriftNames): string {
  switch (capture.kind) {
    case 'machine-field':
      return MACHINE_FIELDS[capture.field].label;
    case 'setting':
      return names.setting(capture.key);
    case 'slot':
      return names.slot(capture.slot);
    case 'version':
      return 'version';
  }
}
