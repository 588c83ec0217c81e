import { z } from 'zod';
import type { Phase } from '@/lib/catalogue/phases';
import { actionSchema, captureSchema, matchSchema, places } from '@/lib/catalogue/schema';
import type { MirrorKind, RunKind } from '@/lib/clients/run-kind';
import type { Comparison } from '@/lib/runbook/expectation-difference';

/** A step as it is frozen into a runbook: filled in, and independent of the catalogue from then on. */
export const frozenStepSchema = z.object({
  title: z.string(),
  componentName: z.string(),
  where: z.enum(places),
  as: z.enum(['admin', 'agent']).optional(),
  why: z.string(),
  /** Why this client has this step. */
  because: z.string(),
  actions: z.array(actionSchema),
  expect: z.object({ text: z.string(), match: matchSchema.optional() }),
  ifNot: z.string(),
  estimateMinutes: z.number(),
  dependsOn: z.array(z.string()),
  captures: z.array(captureSchema),
  evidence: z.string().optional(),
  /** Slots whose value does not work any more once the step is done, and those that are not on the machine then. */
  revokes: z.array(z.string()).optional(),
  removes: z.array(z.string()).optional(),
  /** Done once the client is offboarded, and not before. */
  offboards: z.boolean().optional(),
});
export type FrozenStep = z.infer<typeof frozenStepSchema>;

/** A step with its place in the run. */
export interface ComposedStep {
  stepId: string;
  componentId: string;
  /** From 1, in the order of the run. */
  position: number;
  phase: Phase;
  required: boolean;
  content: FrozenStep;
}

/** What a step is in. `waived` is a required step that an admin let go. */
export const STEP_STATES = ['todo', 'claimed', 'done', 'failed', 'blocked', 'skipped', 'waived'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** Ways to put a step aside; each needs a reason. */
export const HOLDS = ['failed', 'blocked', 'skipped', 'waived'] as const;
export type Hold = (typeof HOLDS)[number];

export const PHASE_NAMES: Readonly<Record<Phase, string>> = {
  machine: 'Machine',
  access: 'Access',
  agent: 'Agent',
  integrations: 'Integrations',
  finish: 'Finish',
};

const MIRROR_PHASE_NAMES: Readonly<Record<MirrorKind, Partial<Record<Phase, string>>>> = {
  'hand-over': { access: 'Our ways in', finish: 'The report' },
  offboarding: {
    access: 'Our keys',
    integrations: 'The client’s own',
    finish: 'Machine and our store',
  },
};

/** What the parts of a run are called: a run that undoes has other parts than an installation. */
export function phaseNamesOf(kind: RunKind): Readonly<Record<Phase, string>> {
  return kind === 'install' ? PHASE_NAMES : { ...PHASE_NAMES, ...MIRROR_PHASE_NAMES[kind] };
}

const MAX_OUTPUT_CHARACTERS = 100_000;

const id = z.uuid('Reload the page, then try again.');
/** PostgreSQL keeps neither, and what is read back would not be what was typed. */
const NOT_TEXT = /\0|\p{Surrogate}/u;
const BROKEN = 'This holds a broken character, which is no text. Copy it again, or take out what looks odd.';
const text = (max: number, empty: string) =>
  z
    .string()
    .trim()
    .min(1, empty)
    .max(max, `Keep it under ${max} characters.`)
    .refine((value) => !NOT_TEXT.test(value), BROKEN);

/** What every act on a step carries: which step, what the person saw, and an id that makes repeating it harmless. */
export const stepActSchema = z.object({
  runbookId: id,
  stepId: z.string().min(1).max(120),
  actId: id,
  /** The revision of the step that the person acted on. */
  revision: z.coerce.number().int().min(0).max(1_000_000),
  /** For the times in refusals; the viewer's IANA name. */
  timeZone: z.string().max(64).default('UTC'),
  /** When it was done by the device's own clock, for an act that waited there for the network. */
  doneAt: z.iso.datetime('Reload the page, then try again.').optional(),
});
export type StepAct = z.output<typeof stepActSchema>;

export const runActSchema = stepActSchema.pick({ runbookId: true, actId: true, timeZone: true });
export type RunAct = z.output<typeof runActSchema>;

/** A reason of up to 500 characters; `empty` is said where there is none. */
export const shortText = (empty: string) => text(500, empty);

export const holdSchema = stepActSchema.extend({
  hold: z.enum(HOLDS, 'Choose failed, blocked or skipped.'),
  reason: shortText('Give the reason: the next person needs it.'),
});

export const noteSchema = stepActSchema.extend({ note: text(2000, 'Write the note first.') });

export const outputSchema = stepActSchema.extend({
  output: z
    .string()
    // A form sends every end of a line as two characters, and nobody pasted the second one.
    .transform((value) => value.replaceAll('\r\n', '\n'))
    .pipe(
      z
        .string()
        .max(MAX_OUTPUT_CHARACTERS, 'This is longer than 100,000 characters. Paste the part that matters.')
        .refine((value) => value.trim() !== '', 'Paste the output first.')
        .refine((value) => !NOT_TEXT.test(value), BROKEN),
    ),
});

export const placementSchema = stepActSchema.extend({
  slotId: z.string().min(1).max(120),
  signedInAs: z.string().trim().max(200, 'Keep it under 200 characters.').default(''),
  validUntil: z
    .union([z.literal(''), z.iso.date('Enter a day, such as 2027-11-22.')])
    .default('')
    .transform((value) => value || null),
});

export const copyRequestSchema = z.object({
  runbookId: id,
  stepId: z.string().min(1).max(120),
  slotId: z.string().min(1).max(120),
  form: z.enum(['value', 'line']),
});
export type CopyRequest = z.output<typeof copyRequestSchema>;

/** `open` says what the step still wants although the output fits. */
export type CheckOutcome =
  | { matched: true; finished: true }
  | { matched: true; finished: false; open: string }
  | { matched: false; difference: string; comparison: Comparison | null };
