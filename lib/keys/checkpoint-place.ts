import 'server-only';
import path from 'node:path';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { fileSigner, kmsSigner, type StatementSigner } from '@/lib/vault/vault';

/** Where checkpoints of the audit log go, and what signs them. Neither is in the database. */
export interface CheckpointPlace {
  folder: string;
  signer: StatementSigner;
}

/**
 * The configured place. A local board has one without being told; production must be told, since a folder that goes
 * with its container keeps nothing. Throws AppError('configuration') with what to set.
 */
export function checkpointPlace(): CheckpointPlace {
  const { BOARD_MODE, CHECKPOINT_DIR, CHECKPOINT_KEY_FILE, CHECKPOINT_KMS_KEY_ID } = env();
  const isTold =
    CHECKPOINT_DIR !== undefined &&
    (CHECKPOINT_KEY_FILE !== undefined || CHECKPOINT_KMS_KEY_ID !== undefined);
  if (BOARD_MODE === 'production' && !isTold) {
    throw new AppError(
      'configuration',
      'There is no place for checkpoints of the audit log: set CHECKPOINT_DIR, and CHECKPOINT_KMS_KEY_ID or CHECKPOINT_KEY_FILE.',
    );
  }
  return { folder: inDataFolder(CHECKPOINT_DIR ?? 'checkpoints'), signer: checkpointSigner() };
}

/** The key that signs: in KMS where one is named, else in a file. */
function checkpointSigner(): StatementSigner {
  const { CHECKPOINT_KEY_FILE, CHECKPOINT_KMS_KEY_ID, AWS_REGION, AWS_ENDPOINT_URL_KMS } = env();
  if (CHECKPOINT_KMS_KEY_ID === undefined) {
    return fileSigner(inDataFolder(CHECKPOINT_KEY_FILE ?? 'checkpoint-key.pem'));
  }
  return kmsSigner({ keyId: CHECKPOINT_KMS_KEY_ID, region: AWS_REGION, endpoint: AWS_ENDPOINT_URL_KMS });
}

function inDataFolder(place: string): string {
  return path.resolve(/* turbopackIgnore: true */ env().BOARD_DATA_DIR, place);
}
