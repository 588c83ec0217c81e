import 'server-only';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';

/** What a HEIC file shows: red, green and blue of each pixel, row by row, upright. */
export interface Pixels {
  width: number;
  height: number;
  pixels: Uint8Array;
}

export type HeicAnswer = Pixels | { problem: 'unreadable' | 'too-many-pixels' };

interface Limits {
  maxPixels: number;
  timeoutSeconds: number;
}

/** 48 million pixels take 530 MB while they are turned from planes into rows. */
const MAX_BYTES = 600_000_000;

const answerSchema = z.union([
  z.object({ problem: z.enum(['unreadable', 'too-many-pixels']) }),
  z.object({
    width: z.int().positive(),
    height: z.int().positive(),
    pixels: z.instanceof(Uint8Array<ArrayBuffer>),
  }),
]);

/**
 * Reads a HEIC image, which sharp's libraries cannot, with libheif as WebAssembly in a thread of its own: that ends
 * with the answer, with a crash, or when the time is up, and gives its memory back. Never throws.
 */
export function readHeic(bytes: Buffer, { maxPixels, timeoutSeconds }: Limits): Promise<HeicAnswer> {
  // Found at run time: a bundler would pull the library into the server's own files, and its WebAssembly with it.
  const script = path.resolve(/* turbopackIgnore: true */ process.cwd(), 'lib/runbook/heic-worker.mjs');
  const worker = new Worker(script, {
    workerData: { bytes, maxPixels, maxBytes: MAX_BYTES },
    execArgv: [],
    env: {},
    stdout: true,
    stderr: true,
  });
  const timer = setTimeout(() => worker.terminate(), timeoutSeconds * 1_000);
  return new Promise<HeicAnswer>((resolve) => {
    const unreadable = () => resolve({ problem: 'unreadable' });
    worker.once('message', (answer: unknown) => {
      resolve(answerSchema.safeParse(answer).data ?? { problem: 'unreadable' });
    });
    worker.once('error', unreadable);
    worker.once('exit', unreadable);
  }).finally(() => {
    clearTimeout(timer);
    return worker.terminate();
  });
}
