import 'server-only';
import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { makeDataFolder, readPrivateFile, writePrivateFile } from '@/lib/db/private-file';
import { AppError } from '@/lib/errors';

const schema = z.object({
  /** Tells this installation's entries in a keyring from another's. */
  installation: z.uuid(),
  authSecret: z.string().min(32),
  serverActionsKey: z.string(),
});
export type Installation = z.infer<typeof schema>;

/** What a local installation makes for itself once and keeps in its data folder, readable by its owner only. */
export async function ensureInstallation(dataDir: string): Promise<Installation> {
  const known = await readInstallation(dataDir);
  if (known !== null) return known;
  await makeDataFolder(dataDir);
  const made = {
    installation: randomUUID(),
    authSecret: randomBytes(32).toString('base64'),
    serverActionsKey: randomBytes(32).toString('base64'),
  };
  await writePrivateFile(fileIn(dataDir), JSON.stringify(made));
  return made;
}

/** The installation's own values, or null before the first start. */
async function readInstallation(dataDir: string): Promise<Installation | null> {
  const text = await readPrivateFile(fileIn(dataDir));
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new AppError(
      'configuration',
      `${fileIn(dataDir)} is damaged: put it back from a backup, or remove it to have a new one made.`,
    );
  }
}

function fileIn(dataDir: string): string {
  return path.join(dataDir, 'installation.json');
}
