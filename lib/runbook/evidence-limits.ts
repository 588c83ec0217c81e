/** What a browser may offer to choose from. Leaving HEIC out makes an iPhone hand over a JPEG. */
export const EVIDENCE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type EvidenceType = (typeof EVIDENCE_TYPES)[number];

export const MAX_EVIDENCE_BYTES = 10 * 1024 * 1024;
