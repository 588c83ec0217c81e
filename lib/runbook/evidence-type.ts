import { AppError } from '@/lib/errors';
import type { EvidenceType } from '@/lib/runbook/evidence-limits';

/** So many bytes tell what a file is. */
export const TELLING_BYTES = 32;

/** What is taken. HEIC is read and kept as JPEG. */
export type UploadType = EvidenceType | 'image/heic';

const HOW = 'Send a photo or a screenshot as JPEG, PNG, WebP or HEIC.';
/** The brands that phones and libheif write; another `ftyp` is a film or AVIF. */
const HEIC = /^....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)/s;

const STARTS: readonly { type: EvidenceType; at: number; bytes: string }[] = [
  { type: 'image/jpeg', at: 0, bytes: '\xff\xd8\xff' },
  { type: 'image/png', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { type: 'image/webp', at: 8, bytes: 'WEBP' },
];

/**
 * What a file is, by its first bytes and by nothing that was said about it. Throws `invalid` with a sentence that says
 * what it is instead and what to send.
 */
export function evidenceTypeOf(start: Uint8Array): UploadType {
  const text = Buffer.from(start.subarray(0, TELLING_BYTES)).toString('latin1');
  const known = STARTS.find(({ at, bytes }) => text.startsWith(bytes, at));
  if (known !== undefined && (known.type !== 'image/webp' || text.startsWith('RIFF'))) return known.type;
  if (HEIC.test(text)) return 'image/heic';
  throw new AppError('invalid', refusalOf(text));
}

function refusalOf(text: string): string {
  if (text === '') return `This file is empty. ${HOW}`;
  if (/^(?:\xef\xbb\xbf)?\s*</.test(text)) return `This is a web page or an SVG drawing, no photo. ${HOW}`;
  if (text.startsWith('%PDF')) return `This is a PDF. ${HOW}`;
  return `This is no image that can be kept here. ${HOW}`;
}
