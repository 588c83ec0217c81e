/** Server-sent events as an answer. */
export function eventStream(stream: ReadableStream<Uint8Array>): Response {
  return new Response(stream, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // A proxy that compresses or collects would hold every event back.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
      // Not used again after the stream, so that a server which stops need not wait for it.
      Connection: 'close',
    },
  });
}
