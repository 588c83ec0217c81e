import type { AuditAction } from '@/lib/audit/events';

/** One line of a client's timeline. For support it has no address and no reason given to the audit log. */
export interface TimelineEntry {
  key: string;
  at: Date;
  who: string;
  /** After the person's name: "copied OPENROUTER_API_KEY". */
  words: string;
  outcome: 'ok' | 'refused' | 'failed';
  /** What was said with it: why a step is blocked, what an agent gave as its reason. */
  reason: string | null;
  /** By which way it came, where that is not the page: "command line". */
  via: string | null;
  address: string | null;
  runbookId: string | null;
}

interface AuditFacts {
  action: string;
  /** The slot's key, such as OPENROUTER_API_KEY; null when the event is about none. */
  slotKey: string | null;
  valueVersion: number | null;
  stepTitle: string | null;
  detail: Readonly<Record<string, unknown>>;
}

type Words = string | ((facts: AuditFacts) => string);

const the = (facts: AuditFacts) => facts.slotKey ?? 'a value';

const CHANGED: Readonly<Record<string, string>> = {
  contact: 'changed the contact',
  notes: 'changed the notes',
  retention: 'changed how long values are kept',
  settings: 'changed the settings',
};

/** What a client's timeline says of each event; events about people and the board itself never name a client. */
const AUDIT_WORDS: Partial<Record<AuditAction, Words>> = {
  'client.draft-started': 'began the wizard',
  'client.created': 'created the client',
  'client.changed': (facts) => CHANGED[String(facts.detail.what)] ?? 'changed the record',
  'client.scope-changed': 'changed what gets installed',
  'client.draft-discarded': 'discarded the draft',
  'client.offboarded': 'offboarded the client',
  'client.restored': 'restored the client',
  'client.purged': 'purged the client’s values',
  'credential.stored': (facts) => `stored ${the(facts)}${versionWords(facts)}`,
  'credential.generated': (facts) => `generated ${the(facts)}`,
  'credential.revealed': (facts) => `copied ${the(facts)}`,
  'credential.reveal-failed': (facts) => `tried to copy ${the(facts)}: it could not be opened`,
  'credential.reveal-refused': (facts) => `tried to copy ${the(facts)}: refused`,
  'credential.copied': (facts) => `put ${the(facts)} on the clipboard`,
  'credential.spent': (facts) => `used up ${the(facts)}`,
  'credential.text-refused': (facts) => `pasted a text that held ${the(facts)}: turned away`,
  'credential.destroyed': (facts) => `destroyed ${the(facts)}`,
  'reference.set': (facts) => `entered the reference of ${the(facts)}`,
  'reference.removed': (facts) => `removed the reference of ${the(facts)}`,
  'placement.marked': (facts) => `marked ${the(facts)} as on the machine`,
  'placement.unmarked': (facts) => `took back that ${the(facts)} is on the machine`,
  'runbook.composed': (facts) => `${composedWords(facts)}${numberWords(facts)}`,
  'runbook.upgraded': (facts) => `upgraded the run to${numberWords(facts)}`,
  'runbook.addendum-added': (facts) => `added to the closed run, at “${facts.stepTitle ?? 'a step'}”`,
  'evidence.added': (facts) => `added an image to “${facts.stepTitle ?? 'a step'}”`,
  'evidence.removed': (facts) => `removed an image of “${facts.stepTitle ?? 'a step'}”`,
  'evidence.destroyed': 'destroyed an image',
  'step.waived': (facts) => `waived “${facts.stepTitle ?? 'a step'}”`,
  'machine.added': 'added a machine',
  'machine.changed': 'changed a machine’s record',
  'machine.installed': 'marked the machine installed',
  'machine.handed-over': 'finished the hand-over of the machine',
  'machine.offboarded': 'finished the offboarding of the machine',
};

/** What an audit event says after the person's name. */
export function auditWords(facts: AuditFacts): string {
  const words = AUDIT_WORDS[facts.action as AuditAction];
  if (words === undefined) return facts.action.replaceAll('-', ' ').replace('.', ': ');
  return typeof words === 'string' ? words : words(facts);
}

function versionWords({ valueVersion }: AuditFacts): string {
  return valueVersion === null || valueVersion === 1 ? '' : ` again (version ${valueVersion})`;
}

function composedWords({ detail }: AuditFacts): string {
  if (detail.kind === 'hand-over') return 'began the hand-over';
  return detail.kind === 'offboarding' ? 'began the offboarding' : 'made the runbook';
}

function numberWords({ detail }: AuditFacts): string {
  return typeof detail.number === 'number' ? ` v${detail.number}` : '';
}

interface StepFacts {
  kind: string;
  stepTitle: string | null;
  revision: number | null;
  detail: Readonly<Record<string, unknown>>;
}

/** What a run's event says after the person's name; null for what the audit log says already. */
export function stepWords({ kind, stepTitle, revision, detail }: StepFacts): string | null {
  const step = `“${stepTitle ?? 'a step'}”`;
  switch (kind) {
    case 'started':
      return 'started the run';
    case 'resumed':
      return 'resumed the run';
    case 'done':
      return detail.verified === 'matched' ? `did ${step}, the output matched` : `did ${step}`;
    case 'failed':
      return `marked ${step} failed`;
    case 'blocked':
      return `marked ${step} blocked`;
    case 'skipped':
      return `skipped ${step}`;
    case 'undone':
      return revision === null ? null : `opened ${step} again`;
    case 'noted':
      return stepTitle === null ? 'wrote a note' : `wrote a note on ${step}`;
    case 'checked':
      return detail.matched === true ? null : `checked ${step}: the output did not match`;
    case 'recorded':
      return `recorded facts in ${step}`;
    default:
      return null;
  }
}

/**
 * Events without a line of their own: that a copied value reached the clipboard stands beside its decryption already,
 * and that somebody was asked for their password beside what they did next.
 */
export const UNTOLD_ACTIONS = ['credential.copied', 'credential.proof-asked'] as const;

/** Kinds of run events without a line of their own: claims are noise a day later, the rest is in the audit log. */
export const UNTOLD_KINDS = [
  'claimed',
  'released',
  'placed',
  'waived',
  'installed',
  'closed',
  'upgraded',
  'evidence-added',
  'evidence-removed',
  'addendum',
] as const;

const CHANNEL_WORDS: Readonly<Record<string, string>> = {
  cli: 'command line',
  mcp: 'MCP',
  api: 'API',
  job: 'on schedule',
};

/** The way an act came in, in words; null for the page. */
export function viaWords(via: string, isAgent: boolean): string | null {
  const way = CHANNEL_WORDS[via] ?? null;
  if (!isAgent) return way;
  return way === null ? 'agent' : `agent, ${way}`;
}
