import 'server-only';
import { Secret, TOTP } from 'otpauth';

/** 160 bits, as RFC 4226 recommends for SHA-1. */
const SECRET_BYTES = 20;
const STEP_SECONDS = 30;
/** Codes of this many steps before and after are taken too: clocks differ, and typing takes time (RFC 6238, 5.2). */
const WINDOW_STEPS = 1;

// What every authenticator app understands; several ignore other settings and then show codes that never fit.
const SETTINGS = { algorithm: 'SHA1', digits: 6, period: STEP_SECONDS } as const;

/** A new authenticator secret, in base32 as apps take it. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The `otpauth:` address that an authenticator app reads from the QR code. `account` is shown in the app. */
export function totpAddress(secret: string, account: string): string {
  return new TOTP({ ...SETTINGS, issuer: 'Jed Board', label: account, secret }).toString();
}

/**
 * The 30-second step (RFC 6238's T) whose code this is, at most one step off, or null when it is none's. A step, so
 * that the caller can refuse the second use of a code; `atMillis` in milliseconds since 1970.
 */
export function matchTotpStep(secret: string, code: string, atMillis: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const offset = TOTP.validate({
    ...SETTINGS,
    token: code,
    secret: Secret.fromBase32(secret),
    timestamp: atMillis,
    window: WINDOW_STEPS,
  });
  return offset === null ? null : Math.floor(atMillis / 1000 / STEP_SECONDS) + offset;
}
