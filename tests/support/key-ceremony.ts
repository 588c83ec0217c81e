import { systemActor } from '@/lib/auth/actor';
import { credentialTable } from '@/lib/clients/rewrap-credentials';
import { withOwner } from '@/lib/db/owner';
import { closeApplicationPool } from '@/lib/db/pool';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { rewrapValues } from '@/lib/keys/rewrap';
import { rotateMasterKey } from '@/lib/keys/rotate-key';

// A process of its own, to be killed: it rotates the master key and re-encrypts, again and again, in small batches,
// as `board key rotate` and `board key rewrap` do.
const ROWS_A_BATCH = 7;
const rounds = Number(process.argv[2] ?? 1);
const actor = systemActor('cli');

async function rotate(): Promise<void> {
  try {
    await withOwner(env().MIGRATION_DATABASE_URL ?? '', (owner) => rotateMasterKey(actor, owner));
  } catch (error) {
    // Another process was quicker: that one's version is as good.
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
  }
}

process.stdout.write('begun\n');
for (let round = 0; round < rounds; round += 1) {
  await rotate();
  await withOwner(env().MIGRATION_DATABASE_URL ?? '', (owner) =>
    rewrapValues(actor, owner, [credentialTable], { batchSize: ROWS_A_BATCH }),
  );
}
await closeApplicationPool();
