/** Where a value is kept. `text` is a place in words, such as "Bitwarden: Acme/Shopify". */
type VaultReference =
  | {
      kind: 'op';
      vault: string;
      item: string;
      section?: string;
      field: string;
      /** What 1Password hands out instead of the value itself: `otp`, `type`, `ssh-format`. */
      query?: { name: string; value: string };
    }
  | { kind: 'pass'; path: string }
  | { kind: 'text'; text: string };

export type VaultReferenceResult =
  | { ok: true; reference: VaultReference }
  | { ok: false; part: ReferencePart; message: string };

type ReferencePart = 'reference' | 'vault' | 'item' | 'section' | 'field' | 'query' | 'path';

const shape = 'op://vault/item/field or op://vault/item/section/field';
const maximumLength = 500;

/**
 * Reads a vault reference: `op://vault/item/[section/]field`, `pass:path`, or any one-line text. Errors name the
 * part that is wrong and what to do; they repeat nothing longer than a character of what was typed.
 */
export function parseVaultReference(input: string): VaultReferenceResult {
  const text = input.trim();
  if (text === '') return wrong('reference', 'Enter where the value is kept.');
  if (text.length > maximumLength) return wrong('reference', `Keep it under ${maximumLength} characters.`);
  if (/\p{Cc}/u.test(text)) return wrong('reference', 'Keep it on one line.');
  if (/^op:/i.test(text)) return parseOnePassword(text);
  if (/^pass:/i.test(text)) return parsePass(text);
  return { ok: true, reference: { kind: 'text', text } };
}

function parseOnePassword(text: string): VaultReferenceResult {
  if (!text.startsWith('op://')) return wrong('reference', `Begin with op://, as in ${shape}.`);
  const [path = '', ...queries] = text.slice('op://'.length).split('?');
  const parts = path.split('/');
  if (parts.length < 3 || parts.length > 4) {
    const found = parts.length < 3 ? 'too few' : 'too many';
    return wrong(
      'reference',
      `There are ${found} parts. Write ${shape}. A name with a slash in it: use its id instead.`,
    );
  }
  const names: ReferencePart[] =
    parts.length === 3 ? ['vault', 'item', 'field'] : ['vault', 'item', 'section', 'field'];
  for (const [at, name] of names.entries()) {
    const message = faultOfPart(name, parts[at] ?? '');
    if (message) return wrong(name, message);
  }
  const query = parseQuery(queries);
  if (query === 'wrong') {
    return wrong('query', 'After the ? only attribute=… or ssh-format=… may stand, as in ?attribute=otp.');
  }
  const [vault = '', item = '', third = '', fourth] = parts;
  const place = fourth === undefined ? { field: third } : { section: third, field: fourth };
  return { ok: true, reference: { kind: 'op', vault, item, ...place, ...(query ? { query } : {}) } };
}

function faultOfPart(name: ReferencePart, value: string): string | null {
  if (value.trim() === '') return `The ${name} is empty. Write ${shape}.`;
  if (value !== value.trim()) return `The ${name} begins or ends with a space. Remove it.`;
  const odd = /[^\p{L}\p{N}\p{M} ._@-]/u.exec(value)?.[0];
  return odd
    ? `The name of the ${name} holds “${odd}”, which a reference cannot. Use the id of the ${name} instead.`
    : null;
}

function parseQuery(queries: string[]): { name: string; value: string } | undefined | 'wrong' {
  if (queries.length === 0) return undefined;
  const found = /^(attribute|attr|ssh-format)=([a-z-]{1,40})$/.exec(queries.join('?'));
  if (!found) return 'wrong';
  const [, name = '', value = ''] = found;
  return { name: name === 'attr' ? 'attribute' : name, value };
}

function parsePass(text: string): VaultReferenceResult {
  const path = text.slice('pass:'.length);
  if (path === '' || path.startsWith('/') || path.endsWith('/') || path.includes('//')) {
    return wrong('path', 'Write pass: and the path in the store, as in pass:clients/acme/shopify.');
  }
  if (path.split('/').some((part) => part === '.' || part === '..')) {
    return wrong('path', 'The path must not hold . or .. parts.');
  }
  return { ok: true, reference: { kind: 'pass', path } };
}

function wrong(part: ReferencePart, message: string): VaultReferenceResult {
  return { ok: false, part, message };
}
