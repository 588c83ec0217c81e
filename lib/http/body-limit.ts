/** No request of ours comes near this: the largest is a pasted output or a service-account file. */
const BODY_LIMIT_BYTES = 1_048_576;

/** The sentence for a body that is too large. Forms recognise it, so that they can keep what was typed. */
export const BODY_TOO_LARGE =
  'This is larger than 1 MB, so it was not read. Send a smaller file or less text.';

/** Whether the announced length (a Content-Length header, in bytes) is over the limit or makes no sense. */
export function exceedsBodyLimit(contentLength: string | null): boolean {
  if (contentLength === null) return false;
  const bytes = Number(contentLength);
  return !Number.isSafeInteger(bytes) || bytes < 0 || bytes > BODY_LIMIT_BYTES;
}
