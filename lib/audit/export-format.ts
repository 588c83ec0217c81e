/** One event as it is exported: everything the reader may read of it, with its place in its chain. */
export interface ExportedEvent {
  seq: number;
  at: string;
  action: string;
  outcome: string;
  actorId: string;
  actorName: string;
  actorRole: string;
  via: string;
  isAgent: boolean;
  reason: string | null;
  clientId: string | null;
  client: string | null;
  slotId: string | null;
  slotKey: string | null;
  valueVersion: number | null;
  runbookId: string | null;
  stepId: string | null;
  subjectUserId: string | null;
  subjectName: string | null;
  address: string | null;
  userAgent: string | null;
  detail: unknown;
  chain: string | null;
  chainSeq: number | null;
  keyVersion: number | null;
  /** Hexadecimal. */
  mac: string | null;
}

export const EXPORT_FORMATS = ['jsonl', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The columns of an export, in this order in both formats. */
const COLUMNS = [
  'seq',
  'at',
  'action',
  'outcome',
  'actorId',
  'actorName',
  'actorRole',
  'via',
  'isAgent',
  'reason',
  'clientId',
  'client',
  'slotId',
  'slotKey',
  'valueVersion',
  'runbookId',
  'stepId',
  'subjectUserId',
  'subjectName',
  'address',
  'userAgent',
  'detail',
  'chain',
  'chainSeq',
  'keyVersion',
  'mac',
] as const satisfies readonly (keyof ExportedEvent)[];

/** What stands above the events: a CSV names its columns. */
export function exportHead(format: ExportFormat): string {
  return format === 'csv' ? csvLine(COLUMNS) : '';
}

/** One event as a line: a JSON object, or a row of RFC 4180. */
export function exportLine(format: ExportFormat, event: ExportedEvent): string {
  if (format === 'csv') return csvLine(COLUMNS.map((column) => event[column]));
  return `${JSON.stringify(Object.fromEntries(COLUMNS.map((column) => [column, event[column]])))}\n`;
}

function csvLine(cells: readonly unknown[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** A spreadsheet takes a cell that begins like this for a formula, wherever the text came from. */
const BEGINS_FORMULA = /^[=+\-@\t\r\n]/;

function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const harmless = BEGINS_FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
