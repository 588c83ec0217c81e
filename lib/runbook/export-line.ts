/**
 * One line that sets a variable, for a shell after `setopt HIST_IGNORE_SPACE`: the leading space keeps it out of the
 * history, and inside single quotes the shell gives no character a meaning but the quote itself.
 */
export function exportLine(key: string, value: string): string {
  return ` export ${key}='${value.replaceAll("'", "'\\''")}'`;
}
