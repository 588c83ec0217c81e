import { z } from 'zod';
import { phases } from '@/lib/catalogue/phases';

const componentId = z.string().regex(/^[a-z][a-z0-9-]*$/);
const qualifiedId = z.string().regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/);
const sentence = z.string().trim().min(1);
const minutes = z.number().int().min(1).max(240);

const tags = ['our-managed', 'client-supplied'] as const;
const secretClasses = [
  'infrastructure',
  'per_install_generated',
  'user_prompt',
  'remote_fetch',
  'device_sign_in',
] as const;
export const places = ['local', 'screen-sharing', 'ssh', 'browser', 'phone'] as const;
const machineFields = [
  'model',
  'serial',
  'chip',
  'macosBuild',
  'macAddress',
  'hostname',
  'tailscaleName',
  'tailscaleIp',
] as const;

/** Conditions of one list all have to hold. An empty or absent list always holds. */
const conditionSchema = z.union([
  z.strictObject({ setting: qualifiedId, in: z.array(z.string().min(1)).min(1) }),
  z.strictObject({ component: componentId, inScope: z.literal(true) }),
]);
const when = z.array(conditionSchema).min(1).optional();

const pattern = z.string().min(1).max(600);

/**
 * The shape of a value. `firm` blocks on a mismatch, `loose` and `open` warn and may be kept.
 * `length` is the exact number of characters where the vendor fixes it.
 */
const formatSchema = z.strictObject({
  pattern,
  flags: z.literal('i').optional(),
  strength: z.enum(['firm', 'loose', 'open']),
  length: z.number().int().positive().optional(),
  /** What a fitting value looks like, for the person who types: "starts with sk-or-v1-, 73 characters". */
  hint: sentence,
  /** What a wrong value is likely to be, and the slot's own demand: "a Slack app token (xapp-)". */
  lookalikes: z.array(z.strictObject({ pattern, says: sentence })).optional(),
  /** Names what belongs here, after "This slot wants ": "the bot token (xoxb-)". */
  wants: sentence.optional(),
});

const whereToGetSchema = z.strictObject({ label: sentence, url: z.url().optional() });

export const settingSchema = z.strictObject({
  key: qualifiedId,
  label: sentence,
  hint: sentence.optional(),
  kind: z.enum(['text', 'choice', 'date', 'email']),
  choices: z
    .array(z.strictObject({ value: z.string().min(1), label: sentence, hint: sentence.optional() }))
    .min(1)
    .optional(),
  format: formatSchema.optional(),
  required: z.boolean(),
  default: z.string().min(1).optional(),
  when,
  /** The environment variable that carries this value to the agent. */
  envName: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/)
    .optional(),
  whereToGet: whereToGetSchema.optional(),
  /** The value is written into shell commands: unsafe characters block, whatever the format's strength. */
  inCommands: z.literal(true).optional(),
  /** Several values joined by commas; white space around a comma is no part of any. */
  commaList: z.literal(true).optional(),
  captured: z.enum(['wizard', 'run']),
});

const generatorSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('random'),
    length: z.number().int().min(16).max(128),
    charset: z.enum(['alnum', 'hex', 'base64', 'safe']),
  }),
  z.strictObject({ kind: z.literal('uuid') }),
]);

export const slotSchema = z.strictObject({
  id: qualifiedId,
  key: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  /** False: typed at a prompt, never an environment variable. */
  exported: z.boolean(),
  name: sentence,
  promptLabel: sentence,
  description: sentence,
  tag: z.enum(tags),
  class: z.enum(secretClasses),
  format: formatSchema.nullable(),
  generator: generatorSchema.optional(),
  whereToGet: whereToGetSchema.nullable(),
  required: z.boolean(),
  when,
  obtained: z.enum(['before-run', 'during-run']),
  level: z.enum(['client', 'organisation']),
  spentAfterUse: z.boolean().optional(),
  expiresAfterDays: z.number().int().positive().optional(),
  /** How the value is taken out of force when the client leaves. */
  revoke: sentence,
});

const commandAlternativeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('command'),
    label: sentence,
    command: z.string().min(1),
    note: sentence.optional(),
  }),
  /** The whole `export FOO=…` line, copied by the secret button; there is no text to show. */
  z.strictObject({
    kind: z.literal('secret-line'),
    label: sentence,
    slot: qualifiedId,
    note: sentence.optional(),
  }),
]);

export const actionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('instruction'), text: sentence }),
  /** A leading space in `command` is part of it: it keeps the line out of the shell's history. */
  z.strictObject({
    kind: z.literal('command'),
    command: z.string().min(1),
    note: sentence.optional(),
    alternatives: z.array(commandAlternativeSchema).min(1).optional(),
  }),
  /** Copy button, vault hint or "signed in as", decided by the slot's tag and class. */
  z.strictObject({ kind: z.literal('secret'), slot: qualifiedId, after: sentence.optional() }),
]);

export const matchSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exact'), value: z.string() }),
  z.strictObject({ kind: z.literal('contains'), value: z.string().min(1) }),
  z.strictObject({ kind: z.literal('regex'), value: pattern }),
  /** What stands at a path of the output's JSON, such as `data[0].name`: names and [0] only. */
  z.strictObject({
    kind: z.literal('json-path'),
    path: z.string().min(1),
    equals: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  }),
  z.strictObject({ kind: z.literal('slot-length'), slot: qualifiedId }),
]);

export const captureSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('machine-field'), field: z.enum(machineFields) }),
  z.strictObject({ kind: z.literal('setting'), key: qualifiedId }),
  z.strictObject({ kind: z.literal('slot'), slot: qualifiedId }),
  z.strictObject({ kind: z.literal('version') }),
]);

export const stepSchema = z.strictObject({
  id: qualifiedId,
  title: sentence,
  phase: z.enum(phases),
  where: z.enum(places),
  /** The macOS user whose session or shell this runs in. */
  as: z.enum(['admin', 'agent']).optional(),
  why: sentence,
  actions: z.array(actionSchema).min(1),
  expect: z.strictObject({ text: sentence, match: matchSchema.optional() }),
  ifNot: sentence,
  estimateMinutes: minutes,
  required: z.boolean(),
  dependsOn: z.array(qualifiedId).optional(),
  when,
  captures: z.array(captureSchema).min(1).optional(),
  /** What proves the step where no output does: "a photo". */
  evidence: sentence.optional(),
});

/** Something that has to be there on the day, and who sees to it. */
const bringSchema = z.strictObject({ by: z.enum(['us', 'client']), what: sentence, when });

export const componentSchema = z.strictObject({
  id: componentId,
  number: z.number().int().positive(),
  name: sentence,
  summary: sentence,
  group: z.enum(['machine', 'agent', 'integration']),
  estimateMinutes: minutes,
  leadTime: sentence.optional(),
  /** The least it takes, in days from the day somebody asks; comes with `leadTime`. */
  leadTimeDays: z.number().int().positive().optional(),
  bring: z.array(bringSchema).min(1).optional(),
  warning: sentence.optional(),
  /** Components without whose results the steps of this one cannot work. */
  requires: z.array(componentId).min(1).optional(),
  /** The same for some answers only. */
  requiresWhen: z
    .array(z.strictObject({ component: componentId, when: z.array(conditionSchema).min(1) }))
    .min(1)
    .optional(),
  settings: z.array(settingSchema),
  slots: z.array(slotSchema),
  steps: z.array(stepSchema),
  /** Raised by hand when a change of the component should show on runbooks already made. */
  version: z.number().int().positive(),
});

const packageKinds = ['tier', 'pack', 'add-on'] as const;
export const packageSchema = z.strictObject({
  id: componentId,
  kind: z.enum(packageKinds),
  name: sentence,
  summary: sentence,
  /** All of its components, those of the packages it builds on included. */
  components: z.array(componentId).min(1),
});

export const catalogueSchema = z.strictObject({
  components: z.array(componentSchema),
  packages: z.array(packageSchema),
});

export type MachineField = (typeof machineFields)[number];
export type Condition = z.infer<typeof conditionSchema>;
export type Format = z.infer<typeof formatSchema>;
export type Setting = z.infer<typeof settingSchema>;
export type Generator = z.infer<typeof generatorSchema>;
export type Slot = z.infer<typeof slotSchema>;
export type CommandAlternative = z.infer<typeof commandAlternativeSchema>;
export type Action = z.infer<typeof actionSchema>;
export type Match = z.infer<typeof matchSchema>;
export type Capture = z.infer<typeof captureSchema>;
export type Step = z.infer<typeof stepSchema>;
export type Bring = z.infer<typeof bringSchema>;
export type Component = z.infer<typeof componentSchema>;
export type Package = z.infer<typeof packageSchema>;
export type Catalogue = z.infer<typeof catalogueSchema>;

/** Answers by setting key. A setting without an answer is absent. */
export type SettingValues = Readonly<Record<string, string | undefined>>;

/** Checks one component's shape and fills the defaults; throws a ZodError naming each wrong field. */
export function defineComponent(input: z.input<typeof componentSchema>): Component {
  return componentSchema.parse(input);
}
