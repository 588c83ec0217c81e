import type { ClientRecord } from '@/lib/clients/client-queries';
import { countMissing } from '@/lib/clients/missing';
import type { RunKind } from '@/lib/clients/run-kind';

/** The one thing to do next with a client. */
export interface NextAct {
  label: string;
  href: string;
}

type Facts = Pick<ClientRecord, 'slug' | 'stage' | 'missing' | 'run' | 'draftId'>;

/** What a client's record offers first, by stage; null when this person has nothing to do there. */
export function nextAct(client: Facts, mayWork: boolean): NextAct | null {
  const record = `/clients/${client.slug}`;
  const run = client.run === null ? null : `/runbooks/${client.run.id}`;
  switch (client.stage) {
    case 'draft':
      return mayWork && client.draftId !== null
        ? { label: 'Continue the wizard', href: `/wizard/${client.draftId}` }
        : null;
    case 'collecting':
      return mayWork ? addMissing(client) : null;
    case 'ready':
      if (run === null) return mayWork ? { label: 'Make the runbook', href: `${record}/machines` } : null;
      return { label: mayWork ? 'Start the run' : 'Read the runbook', href: run };
    case 'installing':
      return run === null ? null : { label: mayWork ? 'Continue the run' : 'Watch the run', href: run };
    case 'installed':
      return run === null ? null : installedAct(client, run, mayWork);
    case 'offboarding':
      return run !== null && mayWork && isUnderWay(client, 'offboarding')
        ? { label: 'Continue the offboarding run', href: run }
        : { label: 'See what happens', href: `${record}/offboarding` };
    case 'purged':
      return { label: 'See the certificate', href: `${record}/certificate` };
  }
}

function installedAct(client: Facts, run: string, mayWork: boolean): NextAct {
  return mayWork && isUnderWay(client, 'hand-over')
    ? { label: 'Continue the hand-over run', href: run }
    : { label: 'Read the report', href: `${run}/report` };
}

/** Whether the run to go on with is one of this kind. */
function isUnderWay({ run }: Facts, kind: RunKind): boolean {
  return run !== null && run.kind === kind && run.closedAt === null;
}

function addMissing({ slug, missing }: Facts): NextAct {
  const { keys, references, answers } = countMissing(missing);
  const record = `/clients/${slug}`;
  if (keys > 0)
    return { label: `Add the ${counted(keys, 'missing key')}`, href: `${record}/credentials?state=open` };
  if (references > 0) {
    return {
      label: `Add the ${counted(references, 'missing reference')}`,
      href: `${record}/credentials?state=open`,
    };
  }
  const first = missing.find((item) => item.kind === 'answer');
  return {
    label: answers === 1 ? 'Answer the open question' : `Answer the ${answers} open questions`,
    href: `${record}/components/${first?.componentId ?? ''}`,
  };
}

/** "missing key" for one, "2 missing keys" for more. */
function counted(count: number, noun: string): string {
  return count === 1 ? noun : `${count} ${noun}s`;
}
