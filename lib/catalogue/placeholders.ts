import type { SettingValues } from '@/lib/catalogue/schema';
import { isShellSafe } from '@/lib/catalogue/shell-safe';

/** Values by placeholder: `client`, `machine`, …, and `setting:<key>`. */
export type PlaceholderValues = Readonly<Record<string, string | undefined>>;

export const namedPlaceholders = ['client', 'machine', 'agent', 'admin', 'us', 'mailbox'] as const;

/** Settings that stand behind a short placeholder. */
export const placeholderSettings = {
  agent: 'mac-accounts.agent-user',
  admin: 'mac-accounts.admin-user',
  mailbox: 'google-workspace.mailbox',
} as const;

/** A template could not be filled. The message names the placeholder and never its value. */
export class PlaceholderError extends Error {
  readonly problem: 'missing' | 'unsafe';
  readonly placeholder: string;

  constructor(problem: 'missing' | 'unsafe', placeholder: string) {
    super(
      problem === 'missing'
        ? `There is no value for {${placeholder}}.`
        : `The value for {${placeholder}} must not be part of a command.`,
    );
    this.name = 'PlaceholderError';
    this.problem = problem;
    this.placeholder = placeholder;
  }
}

// Letters only: `%{http_code}` and jq's `{ok,team}` are not ours.
const placeholder = /\{([a-z]+|setting:[a-z0-9.-]+)\}/g;

/** The placeholders of a template, each once, in order of appearance. */
export function placeholdersIn(template: string): string[] {
  return [...new Set(Array.from(template.matchAll(placeholder), ([, name = '']) => name))];
}

/** Collects the values for one client, machine and organisation. Slugs and names are the callers'. */
export function placeholderValues(context: {
  clientSlug: string;
  machineName: string;
  organisation: string;
  settings: SettingValues;
}): PlaceholderValues {
  const { settings } = context;
  const named = Object.entries(placeholderSettings).map(([name, key]) => [name, settings[key]]);
  const all = Object.entries(settings).map(([key, value]) => [`setting:${key}`, value]);
  return {
    ...Object.fromEntries(all),
    ...Object.fromEntries(named),
    client: context.clientSlug,
    machine: context.machineName,
    us: context.organisation,
  };
}

/**
 * Fills a command. It will be pasted into a shell, perhaps root's, so a value that is not plainly safe there
 * throws a PlaceholderError instead of being quoted.
 */
export function fillCommand(template: string, values: PlaceholderValues): string {
  return template.replace(placeholder, (_, name: string) => {
    const value = own(values, name);
    if (!isShellSafe(value)) throw new PlaceholderError('unsafe', name);
    return value;
  });
}

/** Fills a sentence that is only read. Control characters and direction marks are dropped. */
export function fillText(template: string, values: PlaceholderValues): string {
  return template.replace(placeholder, (_, name: string) =>
    own(values, name).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ''),
  );
}

function own(values: PlaceholderValues, name: string): string {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined || value === '') throw new PlaceholderError('missing', name);
  return value;
}
