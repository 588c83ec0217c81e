import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface RunningBoard {
  url: string;
  setupUrl: string | null;
  people: { name: string; email: string; role: 'admin' | 'consultant' | 'support'; password: string }[];
}

/** Where the set-up of a run tells its tests which boards are up. */
export function boardsFile(): string {
  return path.join(os.tmpdir(), 'jed-board-e2e.json');
}

/** The boards of this run: `fresh` is empty, `demo` has the demo consultancy in it; `place` holds their data. */
export function runningBoards(): { place: string; fresh: RunningBoard; demo: RunningBoard } {
  return JSON.parse(readFileSync(boardsFile(), 'utf8'));
}
