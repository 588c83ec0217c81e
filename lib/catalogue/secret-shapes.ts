/** What a text looks like, in words that fit after "This looks like". Never any part of the text. */
export interface Suspicion {
  says: string;
}

/**
 * What can be told of a text without the catalogue, and so in the browser too: a known prefix, a private key, a signed
 * token, credentials in an address, a long random string.
 */
export function secretShape(text: string): Suspicion | null {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY/.test(text)) return { says: 'a private key' };
  if (knownPrefix.test(text)) return { says: 'an access token' };
  if (/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/.test(text)) return { says: 'a signed token (JWT)' };
  if (/:\/\/[^\s/:@]+:[^\s/@]+@/.test(text)) return { says: 'an address with a password in it' };
  if (secretParameter.test(text)) return { says: 'an address with a key in it' };
  const words = text.replace(/\b[a-z][a-z0-9+.-]*:\/\/\S*/gi, keepWhatIsNoAddress).split(/[^\w+/=~-]+/);
  return words.some(isRandom) ? { says: 'a key or a password' } : null;
}

const knownPrefix =
  /(?:^|[^A-Za-z0-9])(?:sk-(?:or-v1|ant|proj|live|test)?-?|sk_live_|rk_live_|xox[abeoprs]-|xapp-|gh[pousr]_|github_pat_|glpat-|tskey-(?:auth|client|api)-|shp(?:at|ss|ca|pa)_|GOCSPX-|ya29\.|AIza|pplx-|npm_|hf_|ops_ey|pat-(?:na|eu|ap)\d-)(?=[\w-]*\d)[\w-]{10,}|\bA[KS]IA[A-Z0-9]{16}\b/;

const secretParameter =
  /[?&](?:access_?token|token|api_?key|key|secret|client_secret|password|sig|signature)=[^\s&]{8,}/i;

/** A web address without credentials is a place; in an `op://` reference each part is still looked at. */
function keepWhatIsNoAddress(address: string): string {
  return /^https?:/i.test(address) ? ' ' : address.replaceAll('/', ' ');
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const onePasswordId = /^[a-z0-9]{26}$/;

function isRandom(word: string): boolean {
  if (word.length < 20 || uuid.test(word) || onePasswordId.test(word)) return false;
  if (/^(?=.*\d)(?=.*[a-f])[0-9a-f]{32,}$/i.test(word)) return true;
  const letters = word.replace(/[^A-Za-z0-9]/g, '');
  if (letters.length < 18 || !/\d/.test(letters) || !/[A-Za-z]/.test(letters)) return false;
  return bitsPerCharacter(letters) >= 3.4 && changesOfKind(letters) >= 0.45;
}

/** Shannon entropy of the characters' own frequencies. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** How often neighbours differ in kind (small, capital, digit): about 0.6 in random text, 0.35 at most in words. */
function changesOfKind(text: string): number {
  const kinds = Array.from(text, (character) => (/\d/.test(character) ? 0 : /[a-z]/.test(character) ? 1 : 2));
  return kinds.filter((kind, at) => at > 0 && kind !== kinds[at - 1]).length / (text.length - 1);
}
