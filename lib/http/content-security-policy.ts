interface PolicyOptions {
  nonce: string;
  /** `next dev` evaluates code for its stack traces and injects style elements without a nonce. */
  isDevelopment: boolean;
  isHttps: boolean;
}

/** The value of the Content-Security-Policy header for one response. The nonce is base64, new for each request. */
export function contentSecurityPolicy({ nonce, isDevelopment, isHttps }: PolicyOptions): string {
  const directives = [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' ${isDevelopment ? `'unsafe-inline'` : `'nonce-${nonce}'`}`,
    `style-src-attr 'none'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `worker-src 'self'`,
    `manifest-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ];
  if (isHttps && !isDevelopment) directives.push('upgrade-insecure-requests');
  return directives.join('; ');
}
