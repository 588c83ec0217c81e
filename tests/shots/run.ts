import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { startBoardProcess } from '@/tests/support/board-process';
import { BROWSER_ARGUMENTS, browserPath } from '@/tests/support/browser';
import { queryRunning } from '@/tests/support/running-database';
import { type Account, Camera } from './camera';
import { type Complaint, complaintTable } from './complaints';
import { makeFirstAdmin } from './first-admin';
import { type Options, readOptions } from './options';
import { chosen, shotsOf } from './pages';
import { findPeople, findPlaces } from './places';
import { publishReadme, readmeShots, readmeSizes } from './readme';
import type { Shot } from './shot';

const root = path.resolve(import.meta.dirname, '..', '..');

interface Board {
  url: string;
  dataDir: string;
  people: readonly Account[];
}

/** Photographs every page in every state, role, width and theme, and says what does not fit or is complained about. */
async function main(): Promise<void> {
  const given = readOptions(process.argv.slice(2));
  const options = given.readme ? { ...given, ...readmeSizes } : given;
  const place = mkdtempSync(path.join(os.tmpdir(), 'jed-board-shots-'));
  // Where the tests run as root, PostgreSQL runs as somebody else, who has to get in here too.
  chmodSync(place, 0o755);
  try {
    const complaints = await (options.running === null
      ? own(place, options)
      : running(options.running, options));
    process.stdout.write(`\n${complaintTable(complaints)}`);
    process.stdout.write(
      complaints.length === 0 ? 'Nothing to complain about.\n' : `${complaints.length} complaints.\n`,
    );
    process.exitCode = complaints.length === 0 ? 0 : 1;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

async function running(given: NonNullable<Options['running']>, options: Options): Promise<Complaint[]> {
  const dataDir = path.resolve(given.dataDir);
  const people = (await findPeople(dataDir)).map((person) => ({ ...person, password: given.password }));
  return photograph({ url: given.url, dataDir, people }, demoShots(options), options);
}

/** The demo, and after it a board that nobody has used. */
async function own(place: string, options: Options): Promise<Complaint[]> {
  // The launcher keeps demo data in a folder of their own beside the one it is given.
  const given = path.join(place, 'board');
  const demo = await startBoardProcess(given, ['--demo']);
  const complaints: Complaint[] = [];
  try {
    const board = { url: demo.url, dataDir: `${given}-demo`, people: demo.people };
    complaints.push(...(await photograph(board, demoShots(options), options)));
  } finally {
    await demo.stop();
  }
  if (options.readme) return complaints;
  const ofFresh = (setupPath: string) => chosen(shotsOf.fresh(setupPath), options);
  if (ofFresh('/').length === 0) return complaints;
  const dataDir = path.join(place, 'fresh');
  const fresh = await startBoardProcess(dataDir);
  try {
    const { pathname } = new URL(fresh.setupUrl ?? fresh.url);
    const joins = ofFresh(pathname).filter(({ as }) => as === 'nobody');
    complaints.push(...(await photograph({ url: fresh.url, dataDir, people: [] }, joins, options)));
    const people = [await makeFirstAdmin(fresh.setupUrl ?? fresh.url)];
    const others = ofFresh(pathname).filter(({ as }) => as !== 'nobody');
    complaints.push(...(await photograph({ url: fresh.url, dataDir, people }, others, options)));
  } finally {
    await fresh.stop();
  }
  return complaints;
}

function demoShots(options: Options): readonly Shot[] {
  return options.readme ? readmeShots(shotsOf.demo) : chosen(shotsOf.demo, options);
}

async function photograph(board: Board, shots: readonly Shot[], options: Options): Promise<Complaint[]> {
  const browser = await chromium.launch({ executablePath: browserPath(), args: BROWSER_ARGUMENTS });
  try {
    const camera = new Camera(browser, board.url, board.people);
    const scene = {
      places: await findPlaces(board.dataDir),
      baseUrl: board.url,
      query: (statement: string) => queryRunning(board.dataDir, statement),
    };
    let pictures = 0;
    for (const [index, shot] of shots.entries()) {
      progress(`${index + 1} of ${shots.length}: ${shot.as}/${shot.name}`);
      pictures += await camera.take(shot, scene, options, path.join(root, '.shots'));
    }
    progress(`${pictures} pictures in .shots\n`);
    if (!options.readme) return camera.complaints;
    const taken = path.join(root, '.shots');
    return [...camera.complaints, ...(await publishReadme(taken, path.join(root, 'public/readme')))];
  } finally {
    await browser.close();
  }
}

/** One line that is written over; without a terminal only its last state is. */
function progress(line: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[2K${line}`);
  else if (line.endsWith('\n')) process.stdout.write(line);
}

await main();
