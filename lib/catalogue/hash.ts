import 'server-only';
import { createHash } from 'node:crypto';
import type { Catalogue } from '@/lib/catalogue/schema';

/** SHA-256, hex. The version is part of it, so that going back to an earlier content is a new version too. */
export function versionHash(catalogue: Catalogue, version: number): string {
  return sha256(`${version}:${canonicalJson(catalogue)}`);
}

/** A fingerprint of a component or of a part of one; the order in which its keys were written does not count. */
export function partHash(part: unknown): string {
  return sha256(canonicalJson(part));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
