const FACTORS: Readonly<Record<string, string>> = {
  totp: 'with a code',
  recovery: 'with a recovery code',
  passkey: 'with a passkey',
};

/** Details worth a word in a list; ids are left to the export. Each says itself with its value; nothing for the usual. */
const WORDS: Record<string, (value: unknown) => string> = {
  role: (value) => `role ${String(value)}`,
  source: (value) => String(value),
  what: (value) => String(value),
  cause: (value) => (value === 'early' ? 'before the date' : 'on the date'),
  retentionDays: (value) => `kept ${String(value)} days`,
  destroyedValues: (value) => `${String(value)} values`,
  removedReferences: (value) => `${String(value)} references`,
  provider: (value) => String(value),
  steps: (value) => `${String(value)} steps`,
  events: (value) => `${String(value)} events`,
  format: (value) => (value === 'csv' ? 'as CSV' : 'as JSON Lines'),
  method: (value) => (value === 'openid' ? 'through the sign-in provider' : ''),
  problem: (value) => String(value).replaceAll('-', ' '),
  secondFactor: (value) => FACTORS[String(value)] ?? '',
  permission: (value) => String(value).replaceAll(/[.-]/g, ' '),
  left: (value) => `${String(value)} left`,
  sessions: (value) => (value === 1 ? '1 session' : `${String(value)} sessions`),
  roles: (value) => String(value),
  verdict: (value) => String(value),
  component: (value) => String(value),
  catalogueVersion: (value) => `version ${String(value)}`,
};

/** An event's details in a line, such as "typed" or "6 values, 2 references, on the date". */
export function detailWords(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(WORDS)
    .flatMap(([key, say]) => (detail[key] === undefined ? [] : [say(detail[key])]))
    .filter((words) => words !== '')
    .join(', ');
}
