const MAX_SLUG_CHARACTERS = 48;

// Letters that do not come apart into a base letter and a mark.
const SPELLINGS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
  '&': ' and ',
};

/**
 * A short name made of a client's name: "Harbor Realty & Söhne" becomes "harbor-realty-and-sohne". A name without
 * a single Latin letter or digit becomes "client": a number is added when that one is taken.
 */
export function suggestSlug(name: string): string {
  const plain = Array.from(name.toLowerCase(), (letter) => SPELLINGS[letter] ?? letter)
    .join('')
    .normalize('NFKD')
    .replace(/[\p{M}'’.]/gu, '')
    .replace(/[^a-z0-9]+/g, '-');
  const slug = trimHyphens(trimHyphens(plain).slice(0, MAX_SLUG_CHARACTERS));
  return slug === '' ? 'client' : slug;
}

/** The wanted short name with the first number that makes it free: "harbor-realty-2". */
export function freeSlug(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const ending = `-${number}`;
    const candidate = trimHyphens(wanted.slice(0, MAX_SLUG_CHARACTERS - ending.length)) + ending;
    if (!taken.has(candidate)) return candidate;
  }
}

/** The name of a client's first machine: "harbor-realty-mini-01", cut so that it still fits. */
export function suggestMachineName(slug: string): string {
  const ending = '-mini-01';
  return trimHyphens(slug.slice(0, MAX_SLUG_CHARACTERS - ending.length)) + ending;
}

function trimHyphens(text: string): string {
  return text.replace(/^-+|-+$/g, '');
}
