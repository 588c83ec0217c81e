import 'server-only';
import { AppError } from '@/lib/errors';
import { openRequired } from '@/lib/runbook/progress';
import type { RunContext } from '@/lib/runbook/run-act';

const MAX_NAMED_STEPS = 5;

/** Refuses to close a run while a required step is open, and names those. `what` did not happen then. */
export function refuseWhileOpen({ steps, status }: RunContext, what: string): void {
  const open = openRequired(steps, status);
  if (open.length === 0) return;
  const named = open.slice(0, MAX_NAMED_STEPS).map((step) => `${step.position} “${step.content.title}”`);
  const more = open.length > named.length ? ` and ${open.length - named.length} more` : '';
  const count = open.length === 1 ? '1 required step is' : `${open.length} required steps are`;
  throw new AppError('conflict', `${what}: ${count} open: ${named.join(', ')}${more}.`);
}
