const encoder = new TextEncoder();

/** One event of the stream (WHATWG HTML, section 9.2), as bytes. JSON has no line breaks, so a line of data is enough. */
export function serverSentEvent(event: string, data: unknown, id?: string): Uint8Array {
  const place = id === undefined ? '' : `id: ${id}\n`;
  return encoder.encode(`event: ${event}\n${place}data: ${JSON.stringify(data)}\n\n`);
}
