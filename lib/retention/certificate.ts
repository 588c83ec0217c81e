import 'server-only';
import { eq } from 'drizzle-orm';
import { canonicalJson } from '@/lib/canonical-json';
import type { Executor, Transaction } from '@/lib/db/database';
import { purgeCertificates } from '@/lib/db/schema/retention';
import { AppError } from '@/lib/errors';
import { appVault } from '@/lib/keys/app-vault';
import { type Statement, statementSchema } from '@/lib/retention/schema';
import { signatureFits, type Vault } from '@/lib/vault/vault';

export interface Certificate {
  statement: Statement;
  /** The exact bytes that were signed, as text. */
  signedText: string;
  /** Base64, 64 bytes. */
  signature: string;
  /** PEM. */
  publicKey: string;
  /**
   * `valid` signed by this board's own key · `foreign` the signature fits, but the key is not one that is loaded ·
   * `broken` statement, signature and key do not belong together.
   */
  verdict: 'valid' | 'foreign' | 'broken';
}

/** Signs a statement and keeps it with its signature, in the purge's own transaction. */
export async function issueCertificate(tx: Transaction, vault: Vault, statement: Statement): Promise<void> {
  const signed = vault.signStatement(Buffer.from(canonicalJson(statement), 'utf8'));
  await tx.insert(purgeCertificates).values({
    id: statement.certificate,
    clientId: statement.client.id,
    purgedAt: new Date(statement.purgedAt),
    destroyedValues: statement.values.length,
    statement,
    signature: signed.signature,
    publicKey: signed.publicKey,
    signedBy: `master key ${signed.keyVersion}`,
  });
}

/** A client's certificate with what checking it came to, or null when nothing was purged. */
export async function readCertificateOf(executor: Executor, clientId: string): Promise<Certificate | null> {
  const [row] = await executor
    .select()
    .from(purgeCertificates)
    .where(eq(purgeCertificates.clientId, clientId));
  if (row === undefined) return null;
  const parsed = statementSchema.safeParse(row.statement);
  if (!parsed.success) {
    throw new AppError(
      'unexpected',
      'This certificate cannot be read: it is not of a form this version knows.',
    );
  }
  const signedText = canonicalJson(parsed.data);
  return {
    statement: parsed.data,
    signedText,
    signature: row.signature.toString('base64'),
    publicKey: pem(row.publicKey),
    verdict: verdictOn(await appVault(), parsed.data, row),
  };
}

/** Whether statement, signature and public key belong together, and whether the key is this board's. */
export function verdictOn(
  vault: Pick<Vault, 'isOwnCertificateKey'>,
  statement: Statement,
  signed: { signature: Uint8Array; publicKey: Uint8Array },
): Certificate['verdict'] {
  const message = Buffer.from(canonicalJson(statement), 'utf8');
  if (!signatureFits(message, signed.signature, signed.publicKey)) return 'broken';
  return vault.isOwnCertificateKey(signed.publicKey, statement.keyVersion) ? 'valid' : 'foreign';
}

function pem(der: Buffer): string {
  return `-----BEGIN PUBLIC KEY-----\n${der.toString('base64')}\n-----END PUBLIC KEY-----\n`;
}
