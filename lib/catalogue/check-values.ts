import { checkSetting } from '@/lib/catalogue/format';
import { placeholderSettings } from '@/lib/catalogue/placeholders';
import { compilePattern, literalPrefix, occursIn } from '@/lib/catalogue/regular-expression';
import type { Catalogue, Format, Generator, Setting, Slot } from '@/lib/catalogue/schema';
import { isShellSafe, patternImpliesShellSafety } from '@/lib/catalogue/shell-safe';

const alphabets: Record<Extract<Generator, { kind: 'random' }>['charset'], string> = {
  alnum: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  hex: '0123456789abcdef',
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  safe: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-',
};

/** A slot's class, tag, level, generator and format agree with each other. */
export function slotProblems(slot: Slot): string[] {
  return [
    ...classProblems(slot),
    ...(slot.format ? formatProblems(slot.id, slot.format) : []),
    ...generatorProblems(slot),
  ];
}

function classProblems(slot: Slot): string[] {
  const ours = slot.class === 'infrastructure' || slot.class === 'per_install_generated';
  const rules: [boolean, string][] = [
    [ours && slot.tag !== 'our-managed', `class ${slot.class} is our-managed only`],
    [
      slot.class === 'device_sign_in' && slot.tag !== 'client-supplied',
      'a device sign-in is client-supplied only',
    ],
    [
      (slot.class === 'infrastructure') !== (slot.level === 'organisation'),
      'infrastructure is organisation level',
    ],
    [
      (slot.class === 'per_install_generated') !== (slot.generator !== undefined),
      'a generated slot has a generator',
    ],
    [slot.class === 'device_sign_in' && (slot.exported || slot.format !== null), 'a sign-in has no value'],
    [slot.class === 'device_sign_in' && slot.obtained !== 'during-run', 'a sign-in happens during the run'],
    [slot.class === 'infrastructure' && slot.exported, 'infrastructure is never exported'],
  ];
  return rules.filter(([broken]) => broken).map(([, rule]) => `Slot ${slot.id}: ${rule}.`);
}

function formatProblems(where: string, format: Format): string[] {
  const patterns = [format.pattern, ...(format.lookalikes ?? []).map((lookalike) => lookalike.pattern)];
  const refused = patterns.filter((pattern) => !compiles(pattern));
  if (refused.length > 0)
    return refused.map((pattern) => `${where}: ${pattern} does not compile in linear time.`);
  return [
    ...(format.pattern.startsWith('^') ? [] : [`${where}: ${format.pattern} is not anchored at the start.`]),
    ...(format.lookalikes && !format.wants
      ? [`${where}: look-alikes need words for what the slot wants.`]
      : []),
    ...(format.lookalikes ?? [])
      .filter(({ pattern }) => accepts(pattern, literalPrefix(format.pattern)))
      .map(({ pattern }) => `${where}: look-alike ${pattern} matches the slot’s own values.`),
  ];
}

function compiles(pattern: string): boolean {
  try {
    compilePattern(pattern);
    return true;
  } catch {
    return false;
  }
}

function accepts(pattern: string, text: string): boolean {
  return text !== '' && occursIn(compilePattern(pattern), text);
}

function generatorProblems(slot: Slot): string[] {
  const { generator, format } = slot;
  if (!generator || !format || !compiles(format.pattern)) return [];
  const misfit = samples(generator).some((sample) => !occursIn(compilePattern(format.pattern), sample));
  return misfit ? [`Slot ${slot.id}: what its generator makes does not fit its format.`] : [];
}

/** Texts that between them hold every character the generator may draw, at its length. */
function samples(generator: Generator): string[] {
  if (generator.kind === 'uuid') return ['f47ac10b-58cc-4372-a567-0e02b2c3d479'];
  const alphabet = alphabets[generator.charset];
  return Array.from({ length: alphabet.length }, (_, start) =>
    Array.from({ length: generator.length }, (__, at) => alphabet[(start + at) % alphabet.length]).join(''),
  );
}

/**
 * A setting's choices, default and format agree, and what goes into commands is safe there. `commands` is the text
 * of every command of the catalogue.
 */
export function settingProblems(commands: string, setting: Setting): string[] {
  const { key, format, choices } = setting;
  const malformed = format ? formatProblems(key, format) : [];
  if (malformed.length > 0) return malformed;
  const rules: [boolean, string][] = [
    [(setting.kind === 'choice') !== (choices !== undefined), 'choices belong to a choice'],
    [setting.default !== undefined && !checkSetting(setting, setting.default).ok, 'its default does not fit'],
    [
      usedInCommands(commands, setting) !== (setting.inCommands === true),
      'inCommands does not say how it is used',
    ],
    [
      setting.inCommands === true && !safeInCommands(setting),
      'it goes into commands without a shell-safe format',
    ],
  ];
  return rules.filter(([broken]) => broken).map(([, rule]) => `Setting ${key}: ${rule}.`);
}

function safeInCommands(setting: Setting): boolean {
  if (setting.choices) return setting.choices.every((choice) => isShellSafe(choice.value));
  return setting.format !== undefined && patternImpliesShellSafety(setting.format.pattern);
}

function usedInCommands(commands: string, setting: Setting): boolean {
  const names = Object.entries(placeholderSettings)
    .filter(([, key]) => key === setting.key)
    .map(([name]) => `{${name}}`);
  const marks = [`{setting:${setting.key}}`, ...names];
  return setting.envName !== undefined || marks.some((mark) => commands.includes(mark));
}

/** The text of every command, alternatives included. */
export function commandText(catalogue: Catalogue): string {
  const actions = catalogue.components.flatMap(({ steps }) => steps.flatMap((step) => step.actions));
  return JSON.stringify(actions.filter((action) => action.kind === 'command'));
}
