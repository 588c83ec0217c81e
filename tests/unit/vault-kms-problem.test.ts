import { describe, expect, it } from 'vitest';
import { kmsReason } from '@/lib/vault/providers/kms-problem';

const named = (name: string, message = 'for arn:aws:kms:eu-central-1:123456789012:key/x') =>
  Object.assign(new Error(message), { name });

describe('why KMS did not do it', () => {
  it('is a failure of its own when what was thrown is no error at all', () => {
    for (const thrown of ['ECONNREFUSED', undefined, { code: 'ECONNREFUSED', name: 'DisabledException' }])
      expect(kmsReason(thrown)).toBe(kmsReason(named('KMSInternalException')));
  });

  it('is the time that ran out, by the code of the socket, whatever the error is called', () => {
    const slow = Object.assign(named('SomethingElse'), { code: 'ETIMEDOUT' });
    expect(kmsReason(slow)).toBe(kmsReason(named('TimeoutError')));
    expect(kmsReason(Object.assign(named('TimeoutError'), { code: 7 }))).toBe(kmsReason(slow));
  });

  it('is told by a name that is one word, and never by more', () => {
    expect(kmsReason(named('NewProblemException'))).toContain('NewProblemException');
    for (const name of ['two words', 'Key123456', '', 'A'.repeat(61)])
      expect(kmsReason(named(name))).toBe(kmsReason(named('KMSInternalException')));
    expect(kmsReason(named('constructor'))).toContain('constructor');
  });

  it('is the region only when the SDK says that there is none', () => {
    expect(kmsReason(named('Error', 'Region is missing'))).toContain('no region is set');
    expect(kmsReason(named('Error', 'region eu-central-1'))).not.toContain('region');
  });
});
