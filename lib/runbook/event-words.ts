import type { RunEvent } from '@/lib/runbook/run-events';

/**
 * What an event says in a timeline, after the person's name: "marked it done". `from` is the name of whom a step was
 * taken over from.
 */
export function eventWords(
  event: Pick<RunEvent, 'kind' | 'detail' | 'reason' | 'revision'>,
  from: string | null = null,
): string {
  switch (event.kind) {
    case 'started':
      return 'started the run';
    case 'resumed':
      return 'resumed the run';
    case 'installed':
      return 'marked the machine installed';
    case 'closed':
      return withReason('closed the run', event.reason);
    case 'upgraded':
      return event.detail.toNumber === undefined
        ? `brought the run over from v${event.detail.fromNumber}`
        : `upgraded the run to v${event.detail.toNumber}`;
    case 'claimed':
      return from === null ? 'took the step' : `took the step over from ${from}`;
    case 'released':
      return 'let go of the step';
    case 'done':
      return event.detail.verified === 'matched' ? 'did it, output matched' : 'marked it done';
    case 'failed':
      return `marked it failed: ${event.reason}`;
    case 'blocked':
      return `marked it blocked: ${event.reason}`;
    case 'skipped':
      return `skipped it: ${event.reason}`;
    case 'waived':
      return `waived it: ${event.reason}`;
    case 'undone':
      return event.revision === null ? 'took a tick away' : withReason('opened it again', event.reason);
    case 'noted':
      return `noted: ${event.reason}`;
    case 'checked':
      return event.detail.matched === true
        ? 'checked the output: it matched'
        : 'checked the output: it did not match';
    case 'placed':
      return 'marked a value as being on the machine';
    case 'recorded':
      return 'recorded facts';
    case 'evidence-added':
      return event.detail.addendum === true ? 'added an image after closing' : 'added an image';
    case 'evidence-removed':
      return `removed an image: ${event.reason}`;
    case 'addendum':
      return `added after closing: ${event.reason}`;
  }
}

function withReason(words: string, reason: string | null): string {
  return reason === null ? words : `${words}: ${reason}`;
}
