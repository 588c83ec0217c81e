import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { format, inspect } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SECRET_BYTES, SecretTextError, SecretValue } from '@/lib/vault/vault';

/** The first property of a file costs a second of computing, which a busy machine stretches. */
const SLOW_START_MS = 60_000;

const TEXT = 'canary-7d1f';
const secret = new SecretValue(TEXT);

/** What a Console writes for these arguments. */
function printed(...values: unknown[]): string {
  let output = '';
  const sink = new Writable({
    write(chunk, _, done) {
      output += String(chunk);
      done();
    },
  });
  const writer = new Console({ stdout: sink, stderr: sink, inspectOptions: { showHidden: true, depth: 9 } });
  writer.info(...values);
  writer.dir(values);
  writer.table(values);
  return output;
}

const FORMS: [string, () => unknown][] = [
  ['a template string', () => `${secret}`],
  ['String()', () => String(secret)],
  ['concat', () => 'it is '.concat(secret as unknown as string)],
  ['an array joined', () => [secret].join()],
  ['toString', () => secret.toString()],
  ['toLocaleString', () => secret.toLocaleString()],
  ['JSON', () => JSON.stringify({ secret })],
  ['inspect', () => inspect({ secret }, { showHidden: true, getters: true, depth: 9 })],
  ['inspect without custom functions', () => inspect(secret, { customInspect: false, showHidden: true })],
  ['format %s %o %O %j %d', () => format('%s %o %O %j %d', secret, secret, secret, secret, secret)],
  ['the console', () => printed('%s', secret, { secret })],
  ['the cause of an error', () => inspect(new Error('failed', { cause: secret }))],
  ['a property of an error', () => inspect(Object.assign(new Error('failed'), { secret }))],
  ['structuredClone', () => inspect(structuredClone({ secret }), { showHidden: true })],
  [
    'v8 serialisation',
    () => `${inspect(deserialize(serialize(secret)))}${serialize(secret).toString('latin1')}`,
  ],
  ['its own keys', () => Reflect.ownKeys(secret).join()],
  ['its entries', () => JSON.stringify(Object.entries(secret))],
  ['a spread copy', () => inspect({ ...secret })],
  ['a map and a set', () => inspect([new Map([[secret, secret]]), new Set([secret])])],
  ['URLSearchParams', () => new URLSearchParams({ secret: secret as unknown as string }).toString()],
];

describe('a secret value never prints', () => {
  it.each(FORMS)('through %s', (_, form) => {
    expect(String(form())).not.toContain(TEXT);
  });

  it('and says [redacted] where it says anything', () => {
    expect(`${secret}`).toBe('[redacted]');
    expect(JSON.stringify({ secret })).toBe('{"secret":"[redacted]"}');
    expect(inspect(secret)).toBe('[redacted]');
    expect(format('%s', secret)).toBe('[redacted]');
  });

  it('while reveal gives the text', () => {
    expect(secret.reveal()).toBe(TEXT);
  });

  it('and cannot be given properties that would', () => {
    expect(Object.isFrozen(secret)).toBe(true);
    expect(() => Object.assign(secret, { copy: TEXT })).toThrow(TypeError);
  });
});

describe('a secret value refuses', () => {
  const refusal = (text: unknown): unknown => {
    try {
      return new SecretValue(text as string);
    } catch (error) {
      return error;
    }
  };

  it(
    'half a surrogate pair wherever it stands, clearly and without the text',
    () => {
      const lone = fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit));
      fc.assert(
        fc.property(
          fc.stringMatching(/^[a-z]{0,9}$/),
          lone,
          fc.stringMatching(/^[a-z]{0,9}$/),
          (head, half, tail) => {
            const error = refusal(`${TEXT}${head}${half}${tail}`);
            expect(error).toBeInstanceOf(SecretTextError);
            expect(error).toMatchObject({ code: 'not-text' });
            expect(inspect(error)).not.toContain(TEXT);
            expect(inspect(error)).toContain('broken character');
          },
        ),
      );
    },
    SLOW_START_MS,
  );

  it('a surrogate pair the wrong way round', () => {
    expect(refusal('\udd11\ud83d')).toMatchObject({ code: 'not-text' });
  });

  it.each([
    ['one byte over 64 KiB', 'x'.repeat(MAX_SECRET_BYTES + 1)],
    ['over 64 KiB in bytes though not in characters', '🔑'.repeat(MAX_SECRET_BYTES / 4 + 1)],
  ])('%s', (_, text) => {
    const error = refusal(text);
    expect(error).toMatchObject({ name: 'SecretTextError', code: 'too-large' });
    expect(inspect(error)).not.toContain(text.slice(0, 20));
  });

  it.each([undefined, null, 7, Buffer.from('x'), { toString: () => 'x' }])(
    'what is not text: %o',
    (value) => {
      expect(refusal(value)).toMatchObject({ name: 'SecretTextError', code: 'not-text' });
    },
  );
});

it('the length of a secret value is counted in characters, as a shell counts them', () => {
  expect(new SecretValue('').length).toBe(0);
  expect(new SecretValue('abc').length).toBe(3);
  expect(new SecretValue('grüße').length).toBe(5);
  expect(new SecretValue('🔑🔑').length).toBe(2);
});
