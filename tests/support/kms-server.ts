import { createCipheriv, createDecipheriv, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const KMS_KEY = 'alias/jed-board-test';
const KMS_KEY_ARN = 'arn:aws:kms:eu-central-1:111122223333:key/0d990263-018e-4e65-a703-eff731de951e';

/** A key for signing beside the one for master keys, Ed25519. */
export const KMS_SIGNING_KEY = 'alias/jed-board-checkpoints';

type Fields = Record<string, unknown>;

/** What the next requests get instead of an answer: an error of the protocol, or no proper answer at all. */
export type Failure = { name: string; status?: number } | 'hang up' | 'never answer';

export interface KmsServer {
  url: string;
  /** Every request so far: what was asked, and the encryption context with it. */
  asked: { act: string; keyId: unknown; context: unknown; signed: boolean }[];
  /** Lets the next `times` requests fail; Infinity by default. */
  fail: (failure: Failure | null, times?: number) => void;
  close: () => Promise<void>;
}

/**
 * A server that speaks as much of the AWS KMS protocol (JSON 1.1, x-amz-target TrentService.*) as master keys and
 * checkpoints need. It holds keys of its own, authenticates the encryption context and refuses what does not fit, as KMS does.
 */
export async function startKmsServer(): Promise<KmsServer> {
  const asked: KmsServer['asked'] = [];
  const key = randomBytes(32);
  const signing = generateKeyPairSync('ed25519');
  let failure: Failure | null = null;
  let failures = 0;
  const server = createServer(async (request, response) => {
    const act = String(request.headers['x-amz-target']).replace('TrentService.', '');
    const fields = JSON.parse(await textOf(request)) as Fields;
    const signed = String(request.headers.authorization).startsWith('AWS4-HMAC-SHA256 ');
    asked.push({ act, keyId: fields.KeyId, context: fields.EncryptionContext, signed });
    const failing = failures > 0 ? failure : null;
    failures -= 1;
    if (failing === 'never answer') return;
    if (failing === 'hang up') return request.socket.destroy();
    const answer =
      failing !== null
        ? { refused: failing }
        : fields.KeyId === KMS_SIGNING_KEY
          ? answerSigning(signing, act, fields)
          : answerTo(key, act, fields);
    reply(response, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    fail: (next, times = Number.POSITIVE_INFINITY) => {
      failure = next;
      failures = next === null ? 0 : times;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

type Answer = { fields: Fields } | { refused: { name: string; status?: number } };

function answerTo(key: Buffer, act: string, fields: Fields): Answer {
  if (act === 'Sign' || act === 'GetPublicKey') return { refused: { name: 'InvalidKeyUsageException' } };
  if (fields.KeyId !== KMS_KEY && fields.KeyId !== KMS_KEY_ARN)
    return { refused: { name: 'NotFoundException' } };
  const context = contextBytes(fields.EncryptionContext);
  const KeyId = KMS_KEY_ARN;
  if (act === 'DescribeKey') return { fields: { KeyMetadata: { KeyId, KeyState: 'Enabled' } } };
  if (act === 'GenerateDataKey') {
    const plaintext = randomBytes(Number(fields.NumberOfBytes));
    const sealed = seal(key, plaintext, context).toString('base64');
    return { fields: { KeyId, Plaintext: plaintext.toString('base64'), CiphertextBlob: sealed } };
  }
  if (act === 'Encrypt') {
    const sealed = seal(key, Buffer.from(String(fields.Plaintext), 'base64'), context).toString('base64');
    return { fields: { KeyId, CiphertextBlob: sealed } };
  }
  if (act === 'Decrypt') {
    const opened = open(key, Buffer.from(String(fields.CiphertextBlob), 'base64'), context);
    if (opened === null) return { refused: { name: 'InvalidCiphertextException' } };
    return { fields: { KeyId, Plaintext: opened.toString('base64') } };
  }
  return { refused: { name: 'UnknownOperationException' } };
}

function answerSigning(pair: ReturnType<typeof generateKeyPairSync>, act: string, fields: Fields): Answer {
  const KeyId = KMS_SIGNING_KEY;
  if (act === 'GetPublicKey') {
    const der = pair.publicKey.export({ format: 'der', type: 'spki' });
    return { fields: { KeyId, PublicKey: der.toString('base64'), KeySpec: 'ECC_NIST_EDWARDS25519' } };
  }
  const message = Buffer.from(String(fields.Message), 'base64');
  // As KMS: raw messages of up to 4,096 bytes, and this key signs in one way.
  const fits = fields.MessageType === 'RAW' && fields.SigningAlgorithm === 'ED25519_SHA_512';
  if (act !== 'Sign' || !fits || message.length > 4_096) return { refused: { name: 'ValidationException' } };
  const Signature = sign(null, message, pair.privateKey).toString('base64');
  return { fields: { KeyId, Signature, SigningAlgorithm: fields.SigningAlgorithm } };
}

function reply(response: ServerResponse, answer: Answer): void {
  const refused = 'refused' in answer ? answer.refused : null;
  const body =
    'fields' in answer
      ? answer.fields
      : { __type: refused?.name, message: 'arn:aws:iam::111122223333:role/x' };
  response.writeHead(refused === null ? 200 : (refused.status ?? 400), {
    'content-type': 'application/x-amz-json-1.1',
  });
  response.end(JSON.stringify(body));
}

function seal(key: Buffer, plaintext: Buffer, context: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  cipher.setAAD(context);
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
}

function open(key: Buffer, blob: Buffer, context: Buffer): Buffer | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, blob.subarray(0, 12), { authTagLength: 16 });
    decipher.setAAD(context);
    decipher.setAuthTag(blob.subarray(-16));
    return Buffer.concat([decipher.update(blob.subarray(12, -16)), decipher.final()]);
  } catch {
    return null;
  }
}

/** As KMS has it: pairs in any order, but every pair. */
function contextBytes(context: unknown): Buffer {
  return Buffer.from(JSON.stringify(Object.entries((context ?? {}) as Fields).sort()));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
