import { AppError } from '@/lib/errors';
import { MAX_EVIDENCE_BYTES } from '@/lib/runbook/evidence-limits';
import { evidenceTypeOf, TELLING_BYTES } from '@/lib/runbook/evidence-type';

const TOO_LARGE =
  'This image is larger than 10 MB, so it was not read. Send a smaller one, such as a screenshot.';

/** Refuses by the length that was announced (a Content-Length header), before anything is read. */
export function refuseAnnounced(contentLength: string | null): void {
  if (contentLength === null) return;
  const bytes = Number(contentLength);
  if (!Number.isSafeInteger(bytes) || bytes < 0 || bytes > MAX_EVIDENCE_BYTES) {
    throw new AppError('too-large', TOO_LARGE);
  }
}

/**
 * Reads an upload up to its limit and no further: what is no image is refused by its first bytes, what is too large
 * when it gets there, and the rest is never read. Throws `invalid` or `too-large`.
 */
export async function readUpload(body: ReadableStream<Uint8Array> | null): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  let judged = false;
  const reader = body?.getReader();
  try {
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
      pieces.push(next.value);
      bytes += next.value.length;
      if (bytes > MAX_EVIDENCE_BYTES) throw new AppError('too-large', TOO_LARGE);
      if (!judged && bytes >= TELLING_BYTES) {
        evidenceTypeOf(Buffer.concat(pieces));
        judged = true;
      }
    }
  } catch (error) {
    await reader?.cancel().catch(() => undefined);
    throw error;
  }
  const whole = Buffer.concat(pieces);
  evidenceTypeOf(whole);
  return whole;
}
