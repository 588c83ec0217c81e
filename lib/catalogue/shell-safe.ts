const safe = /^[A-Za-z0-9_@:/+,.][A-Za-z0-9._@:/+,-]*$/;

/**
 * Whether a value may be written, unquoted, into a command for a root shell: characters that no shell gives a
 * meaning to, and no leading hyphen, which would make it an option.
 */
export function isShellSafe(value: string): boolean {
  return value.length <= 512 && safe.test(value);
}

const literal = /[A-Za-z0-9_@:/,-]/;
const escaped = /[dw.\-/+]/;

/**
 * Whether every text that a pattern accepts is made of shell-safe characters. Judged by the pattern's own letters:
 * it has to be anchored at both ends, and may hold nothing but safe literals, safe classes, groups and counts.
 */
export function patternImpliesShellSafety(pattern: string): boolean {
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) return false;
  const body = pattern.slice(1, -1);
  let depth = 0;
  for (let at = 0; at < body.length; ) {
    const rest = body.slice(at);
    const length = tokenLength(rest);
    if (length === 0) return false;
    if (rest.startsWith('(')) depth += 1;
    if (rest.startsWith(')')) depth -= 1;
    // Outside a group an alternative would escape the anchors.
    if (rest.startsWith('|') && depth === 0) return false;
    at += length;
  }
  return depth === 0;
}

function tokenLength(rest: string): number {
  const [first = '', second = ''] = rest;
  if (first === '\\') return escaped.test(second) ? 2 : 0;
  if (first === '[') return classLength(rest);
  if (rest.startsWith('(?:')) return 3;
  if (rest.startsWith('(?')) return 0;
  const count = /^\{\d+(,\d*)?\}/.exec(rest);
  if (count) return count[0].length;
  return '()|?*+'.includes(first) || literal.test(first) ? 1 : 0;
}

function classLength(rest: string): number {
  const found = /^\[((?:[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]|\\[dw.\-/]|[A-Za-z0-9._@:/+,])*-?)\]/.exec(rest);
  return found?.[1] ? found[0].length : 0;
}
