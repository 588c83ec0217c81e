import { readdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { verifyCheckpoints } from '@/lib/audit/verify-checkpoints';
import { writeCheckpoint } from '@/lib/audit/write-checkpoint';
import { applyEnvironment } from '@/lib/env';
import { checkpointPlace } from '@/lib/keys/checkpoint-place';
import { KMS_SIGNING_KEY, type KmsServer, startKmsServer } from '@/tests/support/kms-server';
import { admin, endSeries, events, openBoard, place, startSeries } from './checkpoint-fixture';

let kms: KmsServer;

beforeAll(async () => {
  await openBoard();
  kms = await startKmsServer();
  applyEnvironment({
    CHECKPOINT_KMS_KEY_ID: KMS_SIGNING_KEY,
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL_KMS: kms.url,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});
beforeEach(startSeries);
afterEach(endSeries);
afterAll(() => kms.close());

const inKms = () => ({ folder: place.folder, signer: checkpointPlace().signer });

test('a checkpoint signed in KMS holds, and a log of any size is a message that KMS takes', async () => {
  for (let chain = 0; chain < 60; chain += 1) await events(1);
  await writeCheckpoint(admin, inKms());
  await events(1);
  await writeCheckpoint(admin, inKms());
  const { folder, signer } = inKms();
  const report = await verifyCheckpoints(admin, { folder, publicKey: await signer.publicKey() });
  expect(report).toMatchObject({ sound: 2, findings: [], against: { number: 2 } });
  expect(report.against?.chains).toBeGreaterThan(60);
});

test('while KMS refuses nothing is written, and it says why; afterwards it goes on', async () => {
  await events(1);
  kms.fail({ name: 'AccessDeniedException' });
  await expect(writeCheckpoint(admin, inKms())).rejects.toMatchObject({
    code: 'configuration',
    message: expect.stringContaining('kms:Sign'),
  });
  expect(await readdir(place.folder).catch(() => [])).toEqual([]);
  kms.fail(null);
  expect(await writeCheckpoint(admin, inKms())).toMatchObject({ number: 1 });
});

test('a file’s key in the place of the one in KMS does not go on with its series', async () => {
  await events(1);
  await writeCheckpoint(admin, inKms());
  await events(1);
  await place.signer.create?.();
  await expect(writeCheckpoint(admin, place)).rejects.toMatchObject({ code: 'conflict' });
});
