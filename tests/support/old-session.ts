import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Lets an hour pass since somebody last entered their password on the board that runs on this data folder. */
export async function letAnHourPass(dataDir: string, email: string): Promise<void> {
  await promisify(execFile)(
    path.join(root, 'node_modules/.bin/tsx'),
    ['--conditions=react-server', 'tests/support/age-sessions.ts', dataDir, email],
    { cwd: root },
  );
}
