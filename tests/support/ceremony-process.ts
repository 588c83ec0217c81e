import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Makes one file of the ceremony's program, which then starts in a fraction of the time. Gives its path. */
export async function bundleCeremony(folder: string): Promise<string> {
  const outfile = path.join(folder, 'ceremony.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./key-ceremony.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['react-server'],
    // Native, or loaded only by whoever keeps keys there.
    external: ['@napi-rs/keyring', '@aws-sdk/client-kms', '@node-rs/argon2', 'pg-native'],
    banner: {
      js: `import { createRequire } from 'node:module';\nconst require = createRequire(${JSON.stringify(`${ROOT}/`)});`,
    },
    tsconfig: path.join(ROOT, 'tsconfig.json'),
    logLevel: 'error',
  });
  return outfile;
}

export interface Ceremony {
  child: ChildProcess;
  /** Resolves when it has begun; rejects when it ended before. */
  begun: Promise<void>;
  /** How it ended, with what it complained of. */
  ended: Promise<{ code: number | null; signal: string | null; stderr: string }>;
}

/** Starts the program with this process's configuration and `rounds` rotations to do. */
export function startCeremony(program: string, ownerUrl: string, rounds: number): Ceremony {
  const child = spawn(process.execPath, [program, String(rounds)], {
    cwd: ROOT,
    env: { ...process.env, MIGRATION_DATABASE_URL: ownerUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, stderr }));
  const begun = Promise.race([
    once(child.stdout, 'data').then(() => undefined),
    ended.then(() => {
      throw new Error(`The ceremony ended before it began: ${stderr}`);
    }),
  ]);
  return { child, begun, ended };
}
