import 'server-only';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { isSafeToAsk } from '@/lib/http/safe-to-ask';

/** An empty variable means "not set": that is what `FOO=` in a compose file or an .env file is meant to say. */
const text = z.string().trim().min(1).optional();
const flag = z
  .enum(['0', '1', 'true', 'false'], { error: 'must be 1 or 0' })
  .optional()
  .transform((value) => value === '1' || value === 'true');
const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, 'must be an address that starts with postgres://')
  .optional();
const bytesBase64 = (sizes: readonly number[], message: string) =>
  z
    .string()
    .refine((value) => sizes.includes(Buffer.from(value, 'base64').length), message)
    .optional();

/** A sign-in provider is asked over https; over http only on this very computer, for trying it out. */
const issuer = z
  .url({ protocol: /^https?$/, error: 'must be an address that starts with https://' })
  .refine(isSafeIssuer, 'must start with https://; http:// is for localhost only')
  .refine((value) => !/[?#]/.test(value), 'must be an address without ? and #')
  .optional();
const domains = z
  .string()
  .transform((list) => list.split(',').map((domain) => domain.trim().toLowerCase().replace(/^@/, '')))
  .refine(
    (list) => list.every((domain) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)),
    'must be domains such as example.com, with commas between them',
  )
  .default([]);

function isSafeIssuer(value: string): boolean {
  return URL.canParse(value) && isSafeToAsk(new URL(value));
}

function defaultMode(url: string | undefined): 'local' | 'production' {
  return url === undefined ? 'local' : 'production';
}

const schema = z
  .object({
    BOARD_MODE: z.enum(['local', 'production'], { error: 'must be local or production' }).optional(),
    DATABASE_URL: databaseUrl,
    MIGRATION_DATABASE_URL: databaseUrl,
    AUTH_SECRET: z.string().min(32, 'needs at least 32 characters').optional(),
    AUTH_URL: z
      .url({ protocol: /^https?$/, error: 'must be an address that starts with https:// or http://' })
      .optional(),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: bytesBase64([16, 24, 32], 'must be 16, 24 or 32 bytes in base64'),
    BOARD_DATA_DIR: z.string().default('.data'),
    BOARD_ORGANISATION: z.string().default('jed'),
    BOARD_HOST: text,
    PORT: z.coerce.number({ error: 'must be a port number' }).int().min(1).max(65_535).optional(),
    MASTER_KEY_PROVIDER: z
      .enum(['keychain', 'kms', 'file', 'env'], { error: 'must be keychain, kms, file or env' })
      .optional(),
    KMS_KEY_ID: text,
    AWS_REGION: text,
    AWS_ENDPOINT_URL_KMS: z
      .url({ protocol: /^https?$/, error: 'must be an address that starts with https:// or http://' })
      .optional(),
    MASTER_KEY_FILE: text,
    ALLOW_PLAINTEXT_MASTER_KEY: flag,
    // Blanks are no number here: read as 0 they would switch the question off.
    REVEAL_FRESH_MINUTES: z
      .string()
      .regex(/^\d+$/, 'must be a whole number of minutes, 0 or more')
      .transform(Number)
      .pipe(z.number().max(720, 'must be 720 minutes at most, as long as a session'))
      .default(15),
    CHECKPOINT_DIR: text,
    CHECKPOINT_KEY_FILE: text,
    CHECKPOINT_KMS_KEY_ID: text,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: text,
    OIDC_CLIENT_SECRET: text,
    OIDC_NAME: z.string().trim().min(1).max(40, 'must be 40 characters at most').default('single sign-on'),
    OIDC_ALLOWED_DOMAINS: domains,
    LOG_LEVEL: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
        error: 'must be trace, debug, info, warn, error, fatal or silent',
      })
      .optional(),
  })
  .transform((raw) => ({ ...raw, BOARD_MODE: raw.BOARD_MODE ?? defaultMode(raw.DATABASE_URL) }))
  .transform((raw) => ({
    ...raw,
    // Somebody reads a local board's terminal; a program reads a production one's.
    LOG_LEVEL: raw.LOG_LEVEL ?? (raw.BOARD_MODE === 'local' ? 'warn' : 'info'),
    // A local board is for this computer; a production one stands behind a proxy, often in a container.
    BOARD_HOST: raw.BOARD_HOST ?? (raw.BOARD_MODE === 'local' ? '127.0.0.1' : '0.0.0.0'),
    BOARD_DATA_DIR: path.resolve(/* turbopackIgnore: true */ process.cwd(), raw.BOARD_DATA_DIR),
  }));

export type Environment = z.output<typeof schema>;

let parsed: Environment | undefined;

/**
 * The configuration, read once and checked. Reading is lazy, so that a build works without any variable.
 * Throws AppError('configuration') whose message names each bad variable on a line of its own, never its value.
 */
export function env(): Environment {
  parsed ??= parse(process.env);
  return parsed;
}

function parse(source: NodeJS.ProcessEnv): Environment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  const malformed = result.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}.`) ?? [];
  const lines = new Set([
    ...malformed,
    ...missingForKms(given),
    ...missingForOpenId(given),
    ...missingInProduction(given),
  ]);
  if (result.success && lines.size === 0) return result.data;
  throw new AppError('configuration', [...lines].join('\n'));
}

/** What production asks for beyond well-formed values, a sentence for each variable. */
function missingInProduction(given: Readonly<Record<string, string | undefined>>): string[] {
  if ((given.BOARD_MODE ?? defaultMode(given.DATABASE_URL)) !== 'production') return [];
  const required = ['DATABASE_URL', 'AUTH_SECRET', 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY'];
  const lines = required
    .filter((name) => given[name] === undefined)
    .map((name) => `${name}: is required in production.`);
  const plaintextAllowed = ['1', 'true'].includes(given.ALLOW_PLAINTEXT_MASTER_KEY ?? '');
  if (given.MASTER_KEY_PROVIDER !== 'kms' && !plaintextAllowed) {
    lines.push(
      'MASTER_KEY_PROVIDER: set it to kms; keychain, file and env are for development, ' +
        'and production takes them with ALLOW_PLAINTEXT_MASTER_KEY=1 only.',
    );
  }
  return lines;
}

function missingForKms(given: Readonly<Record<string, string | undefined>>): string[] {
  if (given.MASTER_KEY_PROVIDER !== 'kms' || given.KMS_KEY_ID !== undefined) return [];
  return ['KMS_KEY_ID: is required with MASTER_KEY_PROVIDER=kms; a key id, a key ARN or an alias.'];
}

/** The three belong together: with one of them missing nobody could sign in, and nothing would say why. */
function missingForOpenId(given: Readonly<Record<string, string | undefined>>): string[] {
  const names = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'];
  const anything = Object.keys(given).some((name) => name.startsWith('OIDC_'));
  return anything
    ? names
        .filter((name) => given[name] === undefined)
        .map((name) => `${name}: is required with other OIDC_ variables.`)
    : [];
}

/** The variable that holds a version of the master key for the provider `env`: MASTER_KEY, MASTER_KEY_2, … */
export function masterKeyVariable(version: number): { name: string; value: string | undefined } {
  const name = version === 1 ? 'MASTER_KEY' : `MASTER_KEY_${version}`;
  return { name, value: process.env[name] };
}

/** Sets variables for this process and the children it will start, and forgets what was read before. */
export function applyEnvironment(values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  parsed = undefined;
}

/** The environment for a child process: this process's own with changes; `undefined` removes a variable. */
export function childEnvironment(
  changes: Readonly<Record<string, string | undefined>> = {},
): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}

/** Reads `.env` of the working directory, where there is one; variables that are already set win. */
export function loadEnvironmentFile(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return;
  }
  parsed = undefined;
}

/** Whether `next dev` serves this. Next writes the answer into its bundles, also where nothing else can be read. */
export function isDevelopmentServer(): boolean {
  return process.env.NODE_ENV === 'development';
}
