import 'server-only';
import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Executor } from '@/lib/db/database';

/**
 * A statement for the few places where time counts: its text is put together once, and the server plans it once per
 * connection, under its name. What changes are `sql.placeholder`s, given by name at each run. The rows are as the
 * driver reads them: a bigint and a moment are texts.
 */
export function prepared<Row>(
  name: string,
  statement: SQL,
): (executor: Executor, values: Readonly<Record<string, unknown>>) => Promise<Row[]> {
  const query = new PgDialect().sqlToQuery(statement);
  return async (executor, values) => {
    const run = executor._.session.prepareQuery<Answers<Row>>(query, undefined, name, false);
    return (await run.execute(values)).rows;
  };
}

interface Answers<Row> {
  execute: { rows: Row[] };
  all: unknown;
  values: unknown;
}
