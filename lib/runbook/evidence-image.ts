import 'server-only';
import { createHash } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import { AppError } from '@/lib/errors';
import { type EvidenceType, MAX_EVIDENCE_BYTES } from '@/lib/runbook/evidence-limits';
import { evidenceTypeOf, type UploadType } from '@/lib/runbook/evidence-type';
import { type HeicAnswer, readHeic } from '@/lib/runbook/heic-image';

/** An image as it is kept: drawn anew from its pixels, with nothing else that its file held. */
export interface EvidenceImage {
  mime: EvidenceType;
  content: Buffer;
  /** The image in small, as WebP. */
  preview: Buffer;
  width: number;
  height: number;
  sha256: Buffer;
}

/** Largest phones take 48 to 50 million; a bomb of a few kilobytes unpacks to thousands of millions. */
const MAX_PIXELS = 52_000_000;
/** Enough to read a screenshot of any display that stands on a desk. */
const MAX_EDGE = 3_000;
const PREVIEW_EDGE = 360;
const TIMEOUT_SECONDS = 20;

// Whatever the bytes pretend to be later on, only these three readers exist in this process; HEIC has one elsewhere.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
sharp.cache(false);

let last: Promise<unknown> = Promise.resolve();

/**
 * Draws an image anew: upright, at most 3,000 pixels to a side, without place, time, camera or anything that hid behind
 * the pixels. One at a time, since each may take 200 MB for a moment. Throws `invalid` for what is damaged, cut off or
 * too many pixels, `too-large` for what stays over 10 MB.
 */
export function drawAnew(bytes: Buffer): Promise<EvidenceImage> {
  const mine = last.then(() => draw(bytes));
  last = mine.catch(() => undefined);
  return mine;
}

async function draw(bytes: Buffer): Promise<EvidenceImage> {
  const type = evidenceTypeOf(bytes);
  try {
    const kept = await written(bytes, type);
    if (kept.data.length > MAX_EVIDENCE_BYTES) {
      throw new AppError(
        'too-large',
        'This image stays larger than 10 MB. Send a part of it, or a screenshot.',
      );
    }
    const preview = await sharp(kept.data)
      .resize({ width: PREVIEW_EDGE, height: PREVIEW_EDGE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 70 })
      .toBuffer();
    return {
      mime: kept.mime,
      content: kept.data,
      preview,
      width: kept.info.width,
      height: kept.info.height,
      sha256: createHash('sha256').update(kept.data).digest(),
    };
  } catch (error) {
    throw error instanceof AppError ? error : unreadable(error);
  }
}

async function opened(bytes: Buffer, type: UploadType): Promise<Sharp> {
  if (type !== 'image/heic') return sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' });
  const { width, height, pixels } = readable(
    await readHeic(bytes, { maxPixels: MAX_PIXELS, timeoutSeconds: TIMEOUT_SECONDS }),
  );
  return sharp(pixels, { raw: { width, height, channels: 3 }, limitInputPixels: MAX_PIXELS });
}

function readable(answer: HeicAnswer) {
  if (!('problem' in answer)) return answer;
  throw answer.problem === 'too-many-pixels' ? tooManyPixels() : damaged();
}

async function written(bytes: Buffer, type: UploadType) {
  const image = (await opened(bytes, type))
    .timeout({ seconds: TIMEOUT_SECONDS })
    .autoOrient()
    .resize({ width: MAX_EDGE, height: MAX_EDGE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb');
  const asJpeg = image.clone().jpeg({ quality: 86 });
  const chosen =
    type === 'image/png' ? image.png() : type === 'image/webp' ? image.webp({ quality: 86 }) : asJpeg;
  const first = await chosen.toBuffer({ resolveWithObject: true });
  const mime: EvidenceType = type === 'image/heic' ? 'image/jpeg' : type;
  if (mime !== 'image/png' || first.data.length <= MAX_EVIDENCE_BYTES) return { ...first, mime };
  // A photo saved as PNG is several times as large as it needs to be.
  return {
    ...(await asJpeg.flatten({ background: '#fff' }).toBuffer({ resolveWithObject: true })),
    mime: 'image/jpeg' as const,
  };
}

function unreadable(error: unknown): AppError {
  const words = error instanceof Error ? error.message : '';
  return /pixel limit/.test(words) ? tooManyPixels() : damaged();
}

const tooManyPixels = () =>
  new AppError(
    'invalid',
    'This image has more than 52 million pixels. Send a smaller one, such as a screenshot.',
  );

const damaged = () =>
  new AppError('invalid', 'This image is damaged or cut off. Take it again, then send that.');
