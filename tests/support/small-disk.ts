import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';

const MEGABYTE = 1024 * 1024;

/** A disk of its own for a database's tables, in memory, so small that it can be filled. */
export interface SmallDisk {
  /** The tablespace on it, for `testDatabase`. */
  tablespace: string;
  /** Takes every byte that is left, as another program might that has run wild. */
  fill: () => Promise<void>;
  makeRoom: () => Promise<void>;
  /** After the databases on it are gone. */
  remove: () => Promise<void>;
}

/** Null where none can be made: that takes root on Linux, and a machine that lets root mount. */
export async function smallDisk(superuserUrl: string, megabytes: number): Promise<SmallDisk | null> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const { uid, gid } = await serverUser(superuserUrl);
  const folder = await mkdtemp(path.join(tmpdir(), 'jed-board-small-disk-'));
  const size = `size=${megabytes}m,mode=0700,uid=${uid},gid=${gid}`;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', size, 'jed-board-test', folder], { stdio: 'ignore' });
  } catch {
    await rm(folder, { recursive: true });
    return null;
  }
  const tablespace = `small_${randomBytes(4).toString('hex')}`;
  const ballast = path.join(folder, 'ballast');
  await asSuperuser(superuserUrl, `create tablespace ${tablespace} location '${folder}'`);
  return {
    tablespace,
    fill: () => fillUp(ballast),
    makeRoom: () => rm(ballast),
    remove: async () => {
      await asSuperuser(superuserUrl, `drop tablespace ${tablespace}`);
      execFileSync('umount', [folder]);
      await rm(folder, { recursive: true });
    },
  };
}

/** Whom the server runs as: its files are theirs. */
async function serverUser(superuserUrl: string): Promise<{ uid: number; gid: number }> {
  const rows = await asSuperuser(superuserUrl, 'show data_directory');
  return stat(String(rows[0]?.data_directory));
}

async function asSuperuser(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** In ever smaller pieces, until not one byte more goes in. */
async function fillUp(file: string): Promise<void> {
  const handle = await open(file, 'a');
  try {
    for (let bytes = MEGABYTE; bytes >= 1; bytes = Math.floor(bytes / 2)) {
      while (await goesIn(() => handle.appendFile(Buffer.alloc(bytes, 1)))) {
        // And once more.
      }
    }
  } finally {
    await handle.close();
  }
}

async function goesIn(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
