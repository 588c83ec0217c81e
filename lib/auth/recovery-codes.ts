import 'server-only';
import { createHash, randomBytes } from 'node:crypto';
import { and, count, eq, isNull, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '@/lib/db/database';
import { recoveryCodes } from '@/lib/db/schema/second-factor';

const CODES = 10;
const CODE_BYTES = 15;
const CODE_CHARACTERS = 24;
/** Without i, l, o and u, so that a code copied by hand is not misread (Crockford's base 32). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 120 random bits as 24 characters in six groups. Random enough that a plain hash cannot be searched back. */
function makeRecoveryCode(): string {
  let bits = BigInt(`0x${randomBytes(CODE_BYTES).toString('hex')}`);
  let code = '';
  for (let place = 0; place < CODE_CHARACTERS; place += 1) {
    code += ALPHABET[Number(bits & 31n)];
    bits >>= 5n;
  }
  return code.match(/.{4}/g)?.join('-') ?? code;
}

/** A code as it is hashed: as people type it, with or without hyphens, in any case, o for 0 and l for 1. */
function plainForm(typed: string): string {
  return typed.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
}

const hashOf = (code: string) =>
  createHash('sha256')
    .update(`recovery-code\n${plainForm(code)}`)
    .digest();

/** Gives a person ten new codes in place of whatever they had. They are in this answer and nowhere else. */
export async function replaceRecoveryCodes(tx: Transaction, userId: string): Promise<string[]> {
  const codes = Array.from({ length: CODES }, makeRecoveryCode);
  await forgetRecoveryCodes(tx, userId);
  await tx.insert(recoveryCodes).values(codes.map((code) => ({ userId, codeHash: hashOf(code) })));
  return codes;
}

export async function forgetRecoveryCodes(tx: Transaction, userId: string): Promise<void> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
}

/** Spends a code: true once, for one of any number of simultaneous uses. */
export async function spendRecoveryCode(tx: Transaction, userId: string, typed: string): Promise<boolean> {
  const spent = await tx
    .update(recoveryCodes)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(recoveryCodes.userId, userId),
        eq(recoveryCodes.codeHash, hashOf(typed)),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ id: recoveryCodes.id });
  return spent.length > 0;
}

/** How many codes a person has left. */
export async function countRecoveryCodes(executor: Executor, userId: string): Promise<number> {
  const [row] = await executor
    .select({ left: count() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)));
  return row?.left ?? 0;
}
