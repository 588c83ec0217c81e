import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { fuzzEnvelopes, repeatedNonces } from '../fuzz/envelopes';

const INPUTS = 10_000;

it(`of ${INPUTS} inputs, noise and damaged envelopes, nothing opens that was touched, and nothing but the one error comes of it`, async () => {
  const report = await fuzzEnvelopes(INPUTS, randomInt(2 ** 32));
  expect(report.inputs).toBe(INPUTS);
  // Each way to end was taken often enough for the rest to mean something.
  for (const times of [report.unparsed, report.unopened, report.opened]) expect(times).toBeGreaterThan(500);
}, 60_000);

it(`${INPUTS} encryptions under one key draw ${INPUTS} nonces`, () => {
  expect(repeatedNonces(INPUTS)).toBe(0);
});
