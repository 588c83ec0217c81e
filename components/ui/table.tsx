import type { Key, ReactNode } from 'react';
import { classNames } from './class-names';

export interface Column<Row> {
  key: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Right-aligned, for numbers that are compared. */
  numeric?: boolean;
  /** The row's name: its header for screen readers, and its first line on a phone. */
  primary?: boolean;
  /** The heading is for screen readers only, as over a column of buttons. */
  hideHead?: boolean;
  /** Left out on a phone, because the primary cell says it already. */
  hideOnPhone?: boolean;
  className?: string;
}

export interface TableProps<Row> {
  caption: string;
  /** Captions are for screen readers unless the table stands alone. */
  showCaption?: boolean;
  columns: Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => Key;
  rowClassName?: (row: Row) => string | undefined;
  className?: string;
}

/** A dense table that keeps its head in sight; on a phone each row becomes a stack of labelled lines. */
export function Table<Row>({
  caption,
  showCaption = false,
  columns,
  rows,
  rowKey,
  rowClassName,
  className,
}: TableProps<Row>) {
  return (
    <table
      className={classNames('w-full border-collapse text-left text-13 max-sm:block print:text-12', className)}
    >
      <caption className={showCaption ? 'pb-2 text-left font-semibold text-14 max-sm:block' : 'sr-only'}>
        {caption}
      </caption>
      <thead className="max-sm:sr-only">
        <tr>
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              className={classNames(
                'sticky top-0 z-10 border-line border-b bg-canvas px-2 py-1.5 font-medium text-12 text-ink-muted first:pl-3 last:pr-3 print:static',
                column.numeric && 'text-right',
              )}
            >
              <span className={column.hideHead ? 'sr-only' : undefined}>{column.head}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            className={classNames(
              'break-avoid border-line border-b align-baseline hover:bg-hover/60 max-sm:flex max-sm:flex-col max-sm:py-2.5',
              rowClassName?.(row),
            )}
          >
            {columns.map((column) => (
              <Cell key={column.key} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const Tag = column.primary ? 'th' : 'td';
  return (
    <Tag
      scope={column.primary ? 'row' : undefined}
      className={classNames(
        'px-2 py-1.5 text-left font-normal first:pl-3 last:pr-3 print:py-1',
        'max-sm:flex max-sm:gap-3 max-sm:px-0 max-sm:py-0.5 max-sm:last:pr-0 max-sm:first:pl-0',
        column.numeric && 'sm:text-right',
        column.primary && 'text-14 max-sm:order-first max-sm:pb-1 print:text-12',
        // A stacked row names only what it has something to say about.
        !column.primary && 'max-sm:has-[>span:last-child:empty]:hidden',
        column.hideOnPhone && 'max-sm:hidden',
        column.className,
      )}
    >
      {!column.primary && !column.hideHead && (
        <span className="w-28 flex-none text-ink-muted sm:hidden" aria-hidden="true">
          {column.head}
        </span>
      )}
      <span className="min-w-0 max-sm:flex-1">{column.cell(row)}</span>
    </Tag>
  );
}
