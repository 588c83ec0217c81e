import { SlotKey } from '@/components/ui/slot-key';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import { BLOCKED_AFTER_DAYS } from '@/lib/clients/board-filter';

export interface DueStripProps {
  expiring: { count: number; href: string };
  waiting: { count: number; longestDays: number; href: string };
  blocked: { count: number; href: string };
  unpasted: { count: number; href: string };
  /** `named` leads to each slot where they are few. */
  gaps: {
    count: number;
    named: readonly { kind: 'unmarked' | 'old-version'; clientName: string; slotKey: string; href: string }[];
    href: string;
  };
  purging: { count: number; nextAt: Date | null; href: string };
}

/** What somebody should look at today; nothing at all when there is nothing. */
export function DueStrip({ expiring, waiting, blocked, unpasted, gaps, purging }: DueStripProps) {
  if ([expiring, waiting, blocked, unpasted, gaps, purging].every((due) => due.count === 0)) return null;
  return (
    <div className="mb-3 flex flex-wrap items-baseline gap-x-2 gap-y-1 text-13">
      <h2 className="font-medium text-warn">Due:</h2>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {expiring.count > 0 && (
          <li>
            <TextLink href={expiring.href}>
              {counted(expiring.count, 'client has a value that expires', 'clients have values that expire')}{' '}
              this week
            </TextLink>
          </li>
        )}
        {waiting.count > 0 && (
          <li>
            <TextLink href={waiting.href}>
              {waiting.count === 1
                ? '1 waits for the client, '
                : `${waiting.count} wait for the client, the longest `}
              {waiting.longestDays} days
            </TextLink>
          </li>
        )}
        {blocked.count > 0 && (
          <li>
            <TextLink href={blocked.href}>
              {counted(blocked.count, 'client has a step', 'clients have steps')} blocked for more than{' '}
              {BLOCKED_AFTER_DAYS} days
            </TextLink>
          </li>
        )}
        {unpasted.count > 0 && (
          <li>
            <TextLink href={unpasted.href}>
              {counted(
                unpasted.count,
                'installed client has a reference',
                'installed clients have references',
              )}{' '}
              never marked pasted
            </TextLink>
          </li>
        )}
        <Gaps {...gaps} />
        {purging.count > 0 && (
          <li>
            <TextLink href={purging.href}>
              {counted(purging.count, 'purge', 'purges')}
              {purging.count === 1 ? ' on ' : ', the next on '}
              {purging.nextAt && <Time at={purging.nextAt} as="day" />}
            </TextLink>
          </li>
        )}
      </ul>
    </div>
  );
}

const GAP_WORDS = {
  unmarked: 'copied, never marked pasted',
  'old-version': 'old version on the machine',
};

/** A value between our database and a machine: by its slot where they are few. */
function Gaps({ count, named, href }: DueStripProps['gaps']) {
  if (count === 0) return null;
  if (named.length === 0) {
    return (
      <li>
        <TextLink href={href}>{count} values not marked pasted, or an old version pasted</TextLink>
      </li>
    );
  }
  return named.map((gap) => (
    <li key={`${gap.href} ${gap.kind}`}>
      <TextLink href={gap.href}>
        <bdi>{gap.clientName}</bdi>: <SlotKey name={gap.slotKey} /> {GAP_WORDS[gap.kind]}
      </TextLink>
    </li>
  ));
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
