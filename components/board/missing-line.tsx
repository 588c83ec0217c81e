import { CircleDashed, Hourglass } from 'lucide-react';
import { classNames } from '@/components/ui/class-names';
import type { BoardCard } from './board-card';

const waiting = {
  us: { icon: CircleDashed, words: 'waits for us' },
  client: { icon: Hourglass, words: 'waits for the client' },
  both: { icon: CircleDashed, words: 'waits for us and the client' },
};

/** What is missing, in words, with a mark for who has to act. */
export function MissingLine({ card, className }: { card: BoardCard; className?: string }) {
  if (card.missing === '' || card.waitsFor === null) return null;
  const { icon: Icon, words } = waiting[card.waitsFor];
  return (
    <span className={classNames('inline-flex items-baseline gap-1.5 text-warn', className)} title={words}>
      <Icon className="mt-px size-4 flex-none self-start" aria-hidden="true" />
      <span>
        {card.missing} missing
        <span className="sr-only">, {words}</span>
      </span>
    </span>
  );
}
