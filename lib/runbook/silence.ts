/** A run without an act for this long is silent; the next visit is a resumption. */
export const SILENCE_MINUTES = 30;
