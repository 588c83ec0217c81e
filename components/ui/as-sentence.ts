/** The words with a capital first, unless they begin with a literal such as `ssh-ed25519` or `op://`. */
export function asSentence(words: string): string {
  const [first = ''] = words.split(/[\s,;]/);
  if (/[\d_/:.@]/.test(first)) return words;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
