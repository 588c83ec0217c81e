import { compilePattern, maximumInputLength, occursIn } from '@/lib/catalogue/regular-expression';
import type { Format, Setting } from '@/lib/catalogue/schema';
import { isShellSafe } from '@/lib/catalogue/shell-safe';

/** `message` never holds any part of the value. `white-space` goes away when the value is trimmed. */
export type FormatCheck =
  | { ok: true }
  | {
      ok: false;
      strength: Format['strength'];
      problem: 'white-space' | 'mismatch' | 'too-long' | 'unsafe';
      message: string;
    };

/**
 * Compares a value with a slot's format. White space at either end is pointed out before anything else, and blocks
 * only where the format is firm: without a format any text may be meant.
 */
export function checkFormat(format: Format | null, value: string): FormatCheck {
  if (value.length > maximumInputLength) {
    return { ok: false, strength: 'firm', problem: 'too-long', message: 'This is longer than 64 KiB.' };
  }
  const edge = describeEdges(value);
  if (edge) {
    return { ok: false, strength: format?.strength ?? 'loose', problem: 'white-space', message: edge };
  }
  if (format === null || matches(format, value)) return { ok: true };
  return {
    ok: false,
    strength: format.strength,
    problem: 'mismatch',
    message: describeMismatch(format, value),
  };
}

/** As `checkFormat`, for an answer to a setting. What goes into commands has to be shell-safe, kept or not. */
export function checkSetting(setting: Setting, value: string): FormatCheck {
  if (setting.choices && !setting.choices.some((choice) => choice.value === value)) {
    return {
      ok: false,
      strength: 'firm',
      problem: 'mismatch',
      message: 'Choose one of the answers offered.',
    };
  }
  const result = checkFormat(setting.format ?? null, value);
  if ((result.ok || result.strength !== 'firm') && setting.inCommands && !isShellSafe(value)) {
    return {
      ok: false,
      strength: 'firm',
      problem: 'unsafe',
      message: 'This goes into commands. Use letters, digits and . _ - @ : / + , only.',
    };
  }
  return result;
}

/** The answer as it is kept: of a comma list, without white space around its values and without empty ones. */
export function tidyAnswer(setting: Setting | undefined, value: string): string {
  if (setting?.commaList !== true) return value;
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(',');
}

function matches(format: Format, value: string): boolean {
  return occursIn(compilePattern(format.pattern, { ignoreCase: format.flags === 'i' }), value);
}

function describeEdges(value: string): string | null {
  if (/^[\r\n]/.test(value)) return 'There is a line break at the start. Remove it?';
  if (/^\s/.test(value)) return 'There is a space at the start. Remove it?';
  if (/[\r\n]$/.test(value)) return 'There is a line break at the end. Remove it?';
  if (/\s$/.test(value)) return 'There is a space at the end. Remove it?';
  return null;
}

function describeMismatch(format: Format, value: string): string {
  const lookalike = format.lookalikes?.find((candidate) =>
    occursIn(compilePattern(candidate.pattern), value),
  );
  if (lookalike) {
    return `That looks like ${lookalike.says}. This slot wants ${format.wants ?? `a value that ${format.hint}`}.`;
  }
  const length =
    format.length !== undefined && format.length !== value.length
      ? ` It is ${value.length} characters long.`
      : '';
  return format.strength === 'open'
    ? `That is not what we expect here: ${format.hint}. The vendor publishes no format, so you may keep it.`
    : `That does not fit. Expected: ${format.hint}.${length}`;
}
