import { queryRunning } from './running-database';

/** Prints every row of every table of the board that runs on the data folder given, one JSON line each. */
const [dataDir = ''] = process.argv.slice(2);
const tables = await queryRunning<{ name: string }>(
  dataDir,
  `select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
);
for (const { name } of tables) {
  const rows = await queryRunning<{ line: string }>(
    dataDir,
    `select to_jsonb(t)::text as line from ${name} t`,
  );
  for (const { line } of rows) process.stdout.write(`${name} ${line}\n`);
}
