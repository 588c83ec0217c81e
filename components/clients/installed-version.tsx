/** The version that is on a machine, as its step read it: a number in the figures of code, words as words. */
export function InstalledVersion({ text }: { text: string }) {
  if (text === '') return <span className="text-ink-muted">none</span>;
  if (!/\d/.test(text)) return <span className="text-ink-muted">{text}</span>;
  return <span className="break-all font-mono text-12">{text}</span>;
}
