import 'server-only';

/** One line for a person, on standard output. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * A piece of a long output. Resolves once whoever reads it can take more, to false when they have gone away, as `head`
 * does.
 */
export function pour(piece: string): Promise<boolean> {
  return new Promise((resolve) => {
    const gone = () => resolve(false);
    process.stdout.once('error', gone);
    process.stdout.write(piece, (error) => {
      if (error !== null && error !== undefined) return gone();
      process.stdout.off('error', gone);
      resolve(true);
    });
  });
}

/** One line about something wrong, on standard error. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

export interface OutputOptions {
  json?: boolean;
}

/** The outcome of a command: one JSON document with `--json`, else the lines that `lines` makes for a person. */
export function show<T>(result: T, options: OutputOptions, lines: (result: T) => readonly string[]): void {
  if (options.json === true) say(JSON.stringify(result, null, 2));
  else for (const line of lines(result)) say(line);
}

/** Rows of text as columns that line up, without trailing blanks. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
