import { randomInt } from 'node:crypto';
import { fuzzEnvelopes, repeatedNonces } from './envelopes';

// npm run fuzz [inputs] [seed]: the long form of what the unit tests do in short. One JSON line a run.

const inputs = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? randomInt(2 ** 32));

async function timed(name: string, work: () => Promise<object>): Promise<void> {
  const started = Date.now();
  const outcome = await work();
  const seconds = Math.round((Date.now() - started) / 100) / 10;
  process.stdout.write(`${JSON.stringify({ name, ...outcome, seconds })}\n`);
}

await timed('envelope parser and vault', async () => ({ seed, ...(await fuzzEnvelopes(inputs, seed)) }));
await timed('nonces', async () => {
  const repeated = repeatedNonces(inputs);
  if (repeated > 0) throw new Error(`${repeated} of ${inputs} nonces were repeated.`);
  return { inputs, repeated };
});
