import { afterEach, expect, test } from 'vitest';
import { applyEnvironment } from '@/lib/env';
import { checkpointPlace } from '@/lib/keys/checkpoint-place';

const PRODUCTION = {
  BOARD_MODE: 'production',
  BOARD_DATA_DIR: '/srv/board',
  DATABASE_URL: 'postgres://board@db/board',
  AUTH_SECRET: 'x'.repeat(32),
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
  MASTER_KEY_PROVIDER: 'kms',
  KMS_KEY_ID: 'alias/master',
  CHECKPOINT_DIR: undefined,
  CHECKPOINT_KEY_FILE: undefined,
  CHECKPOINT_KMS_KEY_ID: undefined,
};
const nothing = Object.fromEntries(Object.keys(PRODUCTION).map((name) => [name, undefined]));

afterEach(() => applyEnvironment(nothing));

test('a local board keeps its checkpoints and their key in its data folder', () => {
  applyEnvironment({ ...nothing, BOARD_DATA_DIR: '/srv/board' });
  const { folder, signer } = checkpointPlace();
  expect([folder, signer.describe()]).toEqual([
    '/srv/board/checkpoints',
    'the file /srv/board/checkpoint-key.pem',
  ]);
});

test.each([
  ['nothing', {}],
  ['a folder without a key', { CHECKPOINT_DIR: '/mnt/kept' }],
  ['a key without a folder', { CHECKPOINT_KEY_FILE: 'key.pem' }],
])('production with %s keeps no checkpoints anywhere by chance, and says what to set', (_what, given) => {
  applyEnvironment({ ...PRODUCTION, ...given });
  expect(checkpointPlace).toThrow(/set CHECKPOINT_DIR, and CHECKPOINT_KMS_KEY_ID or CHECKPOINT_KEY_FILE/);
});

test('production signs with the KMS key where one is named', () => {
  applyEnvironment({
    ...PRODUCTION,
    CHECKPOINT_DIR: '/mnt/kept',
    CHECKPOINT_KEY_FILE: 'key.pem',
    CHECKPOINT_KMS_KEY_ID: 'alias/signs',
  });
  const { folder, signer } = checkpointPlace();
  expect(folder).toBe('/mnt/kept');
  expect(signer.describe()).toBe('AWS KMS (key alias/signs)');
});
