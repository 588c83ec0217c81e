import 'server-only';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. Algorithm 2 is argon2id. */
const OPTIONS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let decoyHash: Promise<string> | undefined;

/** Hash of a password, in the PHC string format with its own salt. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS);
}

/**
 * Whether the password fits. Takes as long for a person who does not exist (`storedHash` null), so that the time
 * of an answer does not tell which accounts there are.
 */
export async function passwordFits(storedHash: string | null, password: string): Promise<boolean> {
  decoyHash ??= hash('no one has this password', OPTIONS);
  const fits = await verify(storedHash ?? (await decoyHash), password);
  return storedHash !== null && fits;
}
