const THIS_COMPUTER = ['localhost', '127.0.0.1', '[::1]'];

/** Whether a secret may be sent to this address: over https, or over http to this very computer. */
export function isSafeToAsk(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && THIS_COMPUTER.includes(url.hostname));
}
