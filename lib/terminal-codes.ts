const ESCAPE = String.fromCharCode(27);
const CODES = new RegExp(`${ESCAPE}\\[[0-9;?]*[A-Za-z]`, 'g');

/** A terminal's output without its colours, with `\n` at the end of each line. */
export function withoutTerminalCodes(output: string): string {
  return output.replace(CODES, '').replace(/\r\n?/g, '\n');
}
