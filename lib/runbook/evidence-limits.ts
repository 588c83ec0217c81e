/** What is kept, and what a camera is asked for: a phone that takes HEIC then hands over a JPEG by itself. */
export const EVIDENCE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type EvidenceType = (typeof EVIDENCE_TYPES)[number];

/** What a browser may offer to choose from; not all know HEIC by its type. */
export const CHOOSABLE_TYPES = [...EVIDENCE_TYPES, 'image/heic', 'image/heif', '.heic', '.heif'] as const;

export const MAX_EVIDENCE_BYTES = 10 * 1024 * 1024;
