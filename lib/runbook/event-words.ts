import type { RunEvent } from '@/lib/runbook/run-events';

/** What an event says in a timeline, after the person's name: "marked it done". */
export function eventWords(event: Pick<RunEvent, 'kind' | 'detail' | 'reason' | 'revision'>): string {
  switch (event.kind) {
    case 'started':
      return 'started the run';
    case 'resumed':
      return 'resumed the run';
    case 'installed':
      return 'marked the machine installed';
    case 'claimed':
      return 'took the step';
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
      return event.revision === null ? 'took a tick away' : 'opened it again';
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
  }
}
