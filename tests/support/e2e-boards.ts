import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startBoardProcess } from './board-process';
import { boardsFile } from './boards-file';

/** Two real boards for the run: an empty one, as on a new machine, and one with the demo in it. */
export default async function startBoards(): Promise<() => Promise<void>> {
  const place = mkdtempSync(path.join(os.tmpdir(), 'jed-board-e2e-'));
  // As root, PostgreSQL runs as another user, who must be able to pass.
  chmodSync(place, 0o711);
  const fresh = await startBoardProcess(path.join(place, 'fresh'));
  const demo = await startBoardProcess(path.join(place, 'demo'), ['--demo']);
  const describe = ({ url, setupUrl, people }: typeof demo) => ({ url, setupUrl, people });
  writeFileSync(boardsFile(), JSON.stringify({ place, fresh: describe(fresh), demo: describe(demo) }), {
    mode: 0o600,
  });
  return async () => {
    await Promise.all([fresh.stop(), demo.stop()]);
    rmSync(place, { recursive: true, force: true });
    rmSync(boardsFile(), { force: true });
  };
}
