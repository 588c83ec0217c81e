/** How a second factor was shown. */
export type SecondFactorProof = 'totp' | 'recovery' | 'passkey';

/** How somebody proved who they are. */
export interface SignInProof {
  /** Through the sign-in provider, or by a password: the one they have or the one they just chose. */
  method: 'password' | 'openid';
  secondFactor?: SecondFactorProof;
  /** When it was, in seconds since 1970: null for unknown. Unset: just now. Copying a value asks again after a while. */
  provedAt?: number | null;
}
