import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  copyIntoWrap,
  createWrappedMasterKey,
  type KeyWrapper,
  kmsKeyWrapper,
  MasterKeyError,
  openKeyring,
  wrappedKeyProvider,
} from '@/lib/vault/vault';
import { KMS_KEY, type KmsServer, startKmsServer } from '../support/kms-server';
import { expectedFingerprint, memoryKeyProvider, testMasterKey } from '../support/test-vault';

let kms: KmsServer;

/** The real client reaches the stand-in by the endpoint, and signs with these. */
beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  kms = await startKmsServer();
});
afterEach(() => {
  kms.fail(null);
  kms.asked.length = 0;
});
afterAll(() => kms.close());

const wrapper = (over: Partial<Parameters<typeof kmsKeyWrapper>[0]> = {}): KeyWrapper =>
  kmsKeyWrapper({ keyId: KMS_KEY, region: 'eu-central-1', endpoint: kms.url, ...over });

async function refusal(work: Promise<unknown>): Promise<MasterKeyError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof MasterKeyError)) throw new Error('It was not refused with a MasterKeyError.');
  expect(error.message).toMatch(/^[^\n]+\.$/);
  expect(error.message).toContain('npm run board -- key show');
  // What KMS says names accounts and roles.
  expect(inspect(error, { showHidden: true })).not.toContain('111122223333');
  expect(error).not.toHaveProperty('cause');
  return error;
}

describe('a master key in KMS', () => {
  it('is a data key, opens in a keyring, and was wrapped for one application, purpose and version', async () => {
    const { fingerprint, wrapped } = await createWrappedMasterKey(wrapper(), 3);
    const provider = wrappedKeyProvider(wrapper(), new Map([[3, wrapped]]));
    const keyring = await openKeyring([{ version: 3, state: 'active', fingerprint }], () => provider);
    expect(keyring.activeVersion).toBe(3);
    const context = { app: 'jed-board', purpose: 'master-key', keyVersion: '3' };
    expect(kms.asked.map(({ act }) => act)).toEqual(['GenerateDataKey', 'Decrypt', 'Decrypt']);
    for (const request of kms.asked) expect(request).toMatchObject({ keyId: KMS_KEY, context, signed: true });
  });

  it('is not in its wrap', async () => {
    const { wrapped } = await createWrappedMasterKey(wrapper(), 1);
    const key = await wrapper().unwrap(1, wrapped);
    expect(key).toHaveLength(32);
    expect(wrapped.includes(key)).toBe(false);
  });

  it('can be one that exists already: the same key comes out, and a wrong one is not taken', async () => {
    const key = testMasterKey('moved');
    const record = { version: 1, fingerprint: expectedFingerprint(key, 1) };
    const wrapped = await copyIntoWrap(record, memoryKeyProvider(new Map([[1, key]])), wrapper());
    expect(await wrapper().unwrap(1, wrapped)).toEqual(key);
    const other = memoryKeyProvider(new Map([[1, testMasterKey('another')]]));
    expect((await refusal(copyIntoWrap(record, other, wrapper()))).code).toBe('wrong');
  });

  it('without a recorded wrap is missing', async () => {
    const error = await refusal(wrappedKeyProvider(wrapper(), new Map()).load(1));
    expect(error.code).toBe('missing');
    expect(error.message).toContain(KMS_KEY);
  });

  it('that comes back as something else than it was is not trusted', async () => {
    const lying = { ...wrapper(), unwrap: async () => Buffer.alloc(32, 1) };
    expect((await refusal(createWrappedMasterKey(lying, 1))).code).toBe('cannot-store');
  });

  it.each([0, 16, 31, 33])('of %i bytes is malformed', async (length) => {
    const short = async () => ({ key: Buffer.alloc(length, 1), wrapped: Buffer.alloc(60) });
    expect((await refusal(createWrappedMasterKey({ ...wrapper(), generate: short }, 1))).code).toBe(
      'malformed',
    );
  });
});

describe('a wrap opens only where it belongs', () => {
  it.each([
    [
      'under another version, as the encryption context differs',
      (wrapped: Buffer) => wrapper().unwrap(2, wrapped),
    ],
    ['damaged', (wrapped: Buffer) => wrapper().unwrap(1, Buffer.concat([wrapped, Buffer.of(0)]))],
    ['empty', () => wrapper().unwrap(1, Buffer.alloc(0))],
  ])('and not %s', async (_, unwrap) => {
    const { wrapped } = await createWrappedMasterKey(wrapper(), 1);
    const error = await refusal(unwrap(wrapped));
    expect(['wrong', 'refused', 'unavailable']).toContain(error.code);
    expect(error.message).toContain('does not unwrap master key');
  });
});

const REFUSALS: [string, string, RegExp][] = [
  ['AccessDeniedException', 'refused', /do not allow it: allow them kms:Decrypt/],
  ['DisabledException', 'refused', /is disabled: enable it/],
  ['KMSInvalidStateException', 'refused', /pending deletion: cancel its deletion/],
  ['NotFoundException', 'refused', /no such key .*: check KMS_KEY_ID and AWS_REGION/],
  ['InvalidKeyUsageException', 'refused', /not a symmetric one .*SYMMETRIC_DEFAULT/],
  ['ValidationException', 'refused', /takes that for no key: set KMS_KEY_ID/],
  ['UnrecognizedClientException', 'refused', /no valid AWS credentials here: give the process an IAM role/],
  ['ExpiredTokenException', 'refused', /no valid AWS credentials/],
  ['IncorrectKeyException', 'wrong', /another KMS key wrapped it: set KMS_KEY_ID/],
  ['InvalidCiphertextException', 'wrong', /wrap is damaged, or was made for another .*: restore/],
  ['SomethingNewException', 'unavailable', /because of SomethingNewException: try again/],
];

describe('every refusal is one sentence that says what to do, after one question', () => {
  it.each(REFUSALS)('%s', async (name, code, sentence) => {
    kms.fail({ name });
    const error = await refusal(wrapper().unwrap(1, Buffer.alloc(60, 1)));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(sentence);
    expect(error.message).toContain(KMS_KEY);
    expect(kms.asked).toHaveLength(1);
  });

  it('and says what was not done', async () => {
    kms.fail({ name: 'AccessDeniedException' });
    expect((await refusal(wrapper().generate(1))).message).toContain('does not make master key 1');
    expect((await refusal(wrapper().wrap(1, Buffer.alloc(32, 1)))).message).toContain(
      'does not wrap master key 1',
    );
  });
});

describe('what may pass by itself is tried again, and then said', () => {
  const PASSING: [string, Parameters<KmsServer['fail']>[0], RegExp][] = [
    [
      'throttling',
      { name: 'ThrottlingException' },
      /throttles the requests of this account: try again in a minute/,
    ],
    ['a failure of KMS', { name: 'KMSInternalException', status: 500 }, /failure of its own: try again/],
    ['a dependency of KMS', { name: 'DependencyTimeoutException', status: 503 }, /failure of its own/],
    ['a connection cut off', 'hang up', /cannot be reached over the network: check/],
  ];

  it.each(PASSING)(
    '%s, twice: the key comes all the same',
    async (_, failure) => {
      const { wrapped } = await createWrappedMasterKey(wrapper(), 1);
      kms.asked.length = 0;
      kms.fail(failure, 2);
      expect(await wrapper().unwrap(1, wrapped)).toHaveLength(32);
      expect(kms.asked).toHaveLength(3);
    },
    30_000,
  );

  it.each(PASSING)(
    '%s, without end: four questions and a sentence',
    async (_, failure, sentence) => {
      kms.fail(failure);
      const error = await refusal(wrapper().unwrap(1, Buffer.alloc(60, 1)));
      expect(error.code).toBe('unavailable');
      expect(error.message).toMatch(sentence);
      expect(kms.asked).toHaveLength(4);
    },
    30_000,
  );
});

describe('a KMS out of reach', () => {
  it('that nobody listens for is said so', async () => {
    const error = await refusal(wrapper({ endpoint: 'http://127.0.0.1:1' }).unwrap(1, Buffer.alloc(60, 1)));
    expect(error.code).toBe('unavailable');
    expect(error.message).toMatch(/cannot be reached over the network: check .*AWS_ENDPOINT_URL_KMS/);
  }, 30_000);

  it('that never answers is given up on', async () => {
    kms.fail('never answer');
    const error = await refusal(wrapper().unwrap(1, Buffer.alloc(60, 1)));
    expect(error.code).toBe('unavailable');
    expect(error.message).toMatch(/did not answer in time/);
  }, 60_000);

  it('for want of a region is said so', async () => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent');
    const error = await refusal(wrapper({ region: undefined }).unwrap(1, Buffer.alloc(60, 1)));
    expect(error.message).toMatch(/no region is set: set AWS_REGION/);
  });

  it('for want of credentials is said so', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent');
    const error = await refusal(wrapper().unwrap(1, Buffer.alloc(60, 1)));
    expect(error.message).toMatch(/no valid AWS credentials/);
  });
});
