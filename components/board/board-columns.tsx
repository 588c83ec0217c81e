import { classNames } from '@/components/ui/class-names';
import { TextLink } from '@/components/ui/text-link';
import type { BoardCard } from './board-card';
import { ClientCard } from './client-card';
import { EMPTY_COLUMN, STAGE_TITLES } from './stage-words';

export interface ColumnView {
  stage: BoardCard['stage'];
  count: number;
  cards: BoardCard[];
  /** The table with everything of this stage. */
  allHref: string;
}

const widths: Readonly<Record<number, string>> = {
  4: 'xl:grid-cols-4',
  5: 'xl:grid-cols-5',
  6: 'xl:grid-cols-6',
};

/** The clients by stage. Columns stand side by side where there is room; else each stage is a row of cards. */
export function BoardColumns({ columns }: { columns: ColumnView[] }) {
  return (
    <div className={classNames('grid items-start gap-x-3 gap-y-6', widths[columns.length])}>
      {columns.map((column) => (
        <section
          key={column.stage}
          aria-labelledby={`stage-${column.stage}`}
          className={classNames('min-w-0', column.count === 0 && 'max-xl:hidden')}
        >
          <h2
            id={`stage-${column.stage}`}
            className="mb-2 flex items-baseline gap-2 border-line border-b px-0.5 pb-1.5 font-medium text-13"
          >
            {STAGE_TITLES[column.stage]}
            <span className="font-normal text-ink-muted tabular-nums">{column.count}</span>
          </h2>
          {column.count === 0 ? (
            <p className="px-0.5 text-13 text-ink-muted">{EMPTY_COLUMN[column.stage]}</p>
          ) : (
            <ul
              className={classNames(
                'grid gap-2 sm:grid-cols-2 md:grid-cols-3',
                columns.length > 1 ? 'xl:grid-cols-1' : 'xl:grid-cols-4',
              )}
            >
              {column.cards.map((card) => (
                <li key={card.id}>
                  <ClientCard card={card} />
                </li>
              ))}
            </ul>
          )}
          {column.count > column.cards.length && (
            <p className="mt-2 px-0.5 text-13">
              <TextLink href={column.allHref}>all {column.count} →</TextLink>
            </p>
          )}
        </section>
      ))}
    </div>
  );
}
