import { generateKeyPairSync } from 'node:crypto';
import { chmod, chown, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { applyEnvironment } from '@/lib/env';
import { fileSigner, kmsSigner, type StatementSigner, signatureFits } from '@/lib/vault/vault';
import { KMS_KEY, KMS_SIGNING_KEY, type KmsServer, startKmsServer } from '../support/kms-server';

const MESSAGE = Buffer.from('jed-board/v1/audit-checkpoint 00');
let folder: string;
let kms: KmsServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'jed-board-signer-'));
  kms = await startKmsServer();
  applyEnvironment({
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});

afterAll(async () => {
  await kms.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(() => vi.restoreAllMocks());

const inFolder = (name: string) => path.join(folder, name);
const inKms = (keyId: string) => kmsSigner({ keyId, region: 'eu-central-1', endpoint: kms.url });

async function refusal(signer: StatementSigner): Promise<Error> {
  return signer.sign(MESSAGE).then(
    () => expect.unreachable('it signed'),
    (error: Error) => error,
  );
}

describe('a signing key in a file', () => {
  test('is made once, for its owner alone, and signs what its public key checks', async () => {
    const signer = fileSigner(inFolder('key.pem'));
    await expect(signer.publicKey()).rejects.toMatchObject({ name: 'SigningKeyError', code: 'missing' });
    await signer.create?.();
    expect((await stat(inFolder('key.pem'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['key.pem']);
    const publicKey = await signer.publicKey();
    expect(signatureFits(MESSAGE, await signer.sign(MESSAGE), publicKey)).toBe(true);
    await expect(signer.create?.()).rejects.toMatchObject({ code: 'unusable' });
    expect(await signer.publicKey()).toEqual(publicKey);
  });

  test('is not used while others may read it, and the sentence says what mends it', async () => {
    const signer = fileSigner(inFolder('open.pem'));
    await signer.create?.();
    await chmod(inFolder('open.pem'), 0o640);
    const error = await refusal(signer);
    expect(error).toMatchObject({ name: 'SigningKeyError', code: 'unusable' });
    expect(error.message).toContain(`chmod 600 ${inFolder('open.pem')}`);
  });

  test('of another user is not used, and the sentence says what mends it', async () => {
    const file = inFolder('theirs.pem');
    await fileSigner(file).create?.();
    // The superuser's own files are taken from everybody; and only the superuser may give a file away.
    if (process.geteuid?.() === 0) await chown(file, 54_321, 54_321);
    vi.spyOn(process, 'geteuid').mockReturnValue(54_322);
    const error = await refusal(fileSigner(file));
    expect(error).toMatchObject({ name: 'SigningKeyError', code: 'unusable' });
    expect(error.message).toContain(`"chown" to give ${file}`);
  });

  test('that cannot be reached is said to be so', async () => {
    await writeFile(inFolder('file'), '');
    const error = await refusal(fileSigner(path.join(inFolder('file'), 'below.pem')));
    expect(error).toMatchObject({ name: 'SigningKeyError', code: 'unusable' });
    expect(error.message).toContain('cannot be read');
  });

  test.each([
    ['nothing', ''],
    ['no PEM', 'a key'],
    [
      'a key of another kind',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }),
    ],
    ['a file far too long', 'x'.repeat(10_000)],
  ])('is never %s, and never replaced by a new one', async (_what, text) => {
    const file = inFolder('odd.pem');
    await writeFile(file, text, { mode: 0o600 });
    expect(await refusal(fileSigner(file))).toMatchObject({ code: 'unusable' });
  });
});

describe('a signing key in KMS', () => {
  test('signs what any Ed25519 check accepts, and the key stays there', async () => {
    const signer = inKms(KMS_SIGNING_KEY);
    expect(signatureFits(MESSAGE, await signer.sign(MESSAGE), await signer.publicKey())).toBe(true);
    expect(signer.create).toBeUndefined();
  });

  test('that is for encrypting is refused in one sentence', async () => {
    const error = await refusal(inKms(KMS_KEY));
    expect(error).toMatchObject({ name: 'SigningKeyError', code: 'unusable' });
    expect(error.message).toContain('not of the kind ECC_NIST_EDWARDS25519');
  });

  test.each(['InvalidKeyUsageException', 'UnsupportedOperationException'])(
    'that answers %s is of the wrong kind, too',
    async (name) => {
      kms.fail({ name }, 1);
      expect((await refusal(inKms(KMS_SIGNING_KEY))).message).toContain(
        'not of the kind ECC_NIST_EDWARDS25519',
      );
    },
  );

  test('that KMS does not let us use names the rights, and nothing of what KMS said', async () => {
    kms.fail({ name: 'AccessDeniedException' }, 1);
    const error = await refusal(inKms(KMS_SIGNING_KEY));
    expect(error.message).toContain('kms:Sign and kms:GetPublicKey');
    expect(error.message).not.toContain('arn:aws');
  });
});
