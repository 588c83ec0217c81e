import 'server-only';
import { createHash, randomBytes } from 'node:crypto';

/** The secret part of a link that works once: 256 random bits. Only its hash is ever stored. */
export function makeLinkToken(): { token: string; tokenHash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, tokenHash: hashLinkToken(token) };
}

/** SHA-256, as a table of links has it. A slow hash would add nothing to 256 random bits. */
export function hashLinkToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
