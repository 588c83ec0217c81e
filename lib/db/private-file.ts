import 'server-only';
import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';

/** Makes the data folder. As root others may pass through it (not list it), since PostgreSQL runs as another user. */
export async function makeDataFolder(dataDir: string): Promise<void> {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  try {
    await mkdir(dataDir, { recursive: true, mode });
    await chmod(dataDir, mode);
  } catch (cause) {
    throw new AppError(
      'configuration',
      `The data folder ${dataDir} cannot be used: start the board as the user it belongs to, or set BOARD_DATA_DIR.`,
      { cause },
    );
  }
}

/** Writes a file that only its owner can read; a crash leaves the old content or the new, never half of it. */
export async function writePrivateFile(file: string, content: string): Promise<void> {
  const name = `.${path.basename(file)}.${process.pid}`;
  const partial = path.join(/* turbopackIgnore: true */ path.dirname(file), name);
  const handle = await open(/* turbopackIgnore: true */ partial, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(partial, file);
}

/** The file's text, or null where there is none. */
export async function readPrivateFile(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
