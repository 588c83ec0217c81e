import { Secret } from 'otpauth';
import { expect, test } from 'vitest';
import { matchTotpStep, newTotpSecret, totpAddress } from '@/lib/auth/totp';

const RFC_SECRET = Secret.fromUTF8('12345678901234567890').base32;

// RFC 6238, appendix B, SHA-1. It prints eight digits; six are their last six, since both are a number modulo 10^n.
const RFC_VECTORS: [seconds: number, code: string][] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
];

test.each(RFC_VECTORS)('at second %i of RFC 6238 the published code is that of its step', (seconds, code) => {
  expect(matchTotpStep(RFC_SECRET, code.slice(-6), seconds * 1000)).toBe(Math.floor(seconds / 30));
});

test('a code is taken one step early and one step late, as its own step, and not beyond', () => {
  const seconds = 1_234_567_890;
  const step = Math.floor(seconds / 30);
  const at = (steps: number) => matchTotpStep(RFC_SECRET, '005924', (seconds + 30 * steps) * 1000);
  expect([at(-2), at(-1), at(0), at(1), at(2)]).toEqual([null, step, step, step, null]);
});

test.each(['', '05924', '0005924', ' 005924', '00592a', '００５９２４', '+05924', '5924'])(
  'what is not six digits is no code: %j',
  (typed) => {
    expect(matchTotpStep(RFC_SECRET, typed, 1_234_567_890_000)).toBeNull();
  },
);

test('a new secret is 160 random bits, and the address names the board and the account', () => {
  const [one, other] = [newTotpSecret(), newTotpSecret()];
  expect(one).not.toBe(other);
  expect(Secret.fromBase32(one).bytes.length).toBe(20);
  const address = new URL(totpAddress(one, 'sam+mac@example.com'));
  expect(decodeURIComponent(address.pathname)).toContain('Jed Board:sam+mac@example.com');
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    secret: one,
    issuer: 'Jed Board',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
});
