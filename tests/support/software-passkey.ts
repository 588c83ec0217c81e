import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest();
const text = (bytes: Buffer) => bytes.toString('base64url');

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_KEY = 0x40;

/** What a test's attacker says instead of the truth. */
interface Lies {
  /** The page that asked. */
  origin?: string;
  /** The host that the passkey signs for. */
  rpId?: string;
  challenge?: string;
  /** Nobody's finger, face or PIN was asked for. */
  unverified?: boolean;
  /** Nobody touched anything. */
  absent?: boolean;
  counter?: number;
  /** Signs something of another kind. */
  type?: string;
}

/** A passkey on a device in a test's hand: ES256, as most are. */
export class SoftwarePasskey {
  readonly id = text(randomBytes(32));
  private readonly privateKey: KeyObject;
  private readonly publicKey: KeyObject;
  private counter = 0;

  constructor(private readonly origin: string) {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.privateKey = pair.privateKey;
    this.publicKey = pair.publicKey;
  }

  /** What a browser brings back of a new passkey. */
  made(options: PublicKeyCredentialCreationOptionsJSON, lies: Lies = {}) {
    const id = Buffer.from(this.id, 'base64url');
    const place = Buffer.from([...Buffer.alloc(16), 0, id.length]);
    const authData = Buffer.concat([
      this.authenticatorData(options.rp.id ?? '', lies, HAS_KEY),
      place,
      id,
      this.coseKey(),
    ]);
    const length = Buffer.from([0x59, authData.length >> 8, authData.length & 0xff]);
    // { fmt: 'none', attStmt: {}, authData } in CBOR.
    const attestation = Buffer.concat([
      Buffer.from([0xa3, 0x63]),
      Buffer.from('fmt'),
      Buffer.from([0x64]),
      Buffer.from('none'),
      Buffer.from([0x67]),
      Buffer.from('attStmt'),
      Buffer.from([0xa0, 0x68]),
      Buffer.from('authData'),
      length,
      authData,
    ]);
    const clientDataJSON = this.clientData('webauthn.create', options.challenge, lies);
    return this.answer({
      clientDataJSON: text(clientDataJSON),
      attestationObject: text(attestation),
      transports: ['internal'],
    });
  }

  /** What a browser brings back when the passkey signed. */
  signed(options: PublicKeyCredentialRequestOptionsJSON, lies: Lies = {}) {
    this.counter += 1;
    const authData = this.authenticatorData(options.rpId ?? '', lies);
    const clientData = this.clientData('webauthn.get', options.challenge, lies);
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), this.privateKey);
    return this.answer({
      clientDataJSON: text(clientData),
      authenticatorData: text(authData),
      signature: text(signature),
    });
  }

  private answer<Response>(response: Response) {
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      response,
      clientExtensionResults: {},
      authenticatorAttachment: 'platform',
    };
  }

  private clientData(type: string, challenge: string, lies: Lies): Buffer {
    const said = {
      type: lies.type ?? type,
      challenge: lies.challenge ?? challenge,
      origin: lies.origin ?? this.origin,
    };
    return Buffer.from(JSON.stringify({ ...said, crossOrigin: false }));
  }

  private authenticatorData(rpId: string, lies: Lies, more = 0): Buffer {
    const flags =
      (lies.absent === true ? 0 : USER_PRESENT) | (lies.unverified === true ? 0 : USER_VERIFIED) | more;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lies.counter ?? this.counter);
    return Buffer.concat([sha256(lies.rpId ?? rpId), Buffer.from([flags]), counter]);
  }

  /** { 1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y } in CBOR. */
  private coseKey(): Buffer {
    const { x = '', y = '' } = this.publicKey.export({ format: 'jwk' });
    return Buffer.concat([
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
      Buffer.from(x, 'base64url'),
      Buffer.from([0x22, 0x58, 0x20]),
      Buffer.from(y, 'base64url'),
    ]);
  }
}
