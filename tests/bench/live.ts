import { execFileSync } from 'node:child_process';
import http from 'node:http';
import { v7 as uuidV7 } from 'uuid';
import { ask, socketPath } from '@/lib/cli/launcher/single-instance';
import { env } from '@/lib/env';
import { noteStep } from '@/lib/runbook/note-step';
import { readRun } from '@/lib/runbook/queries';
import type { BenchBoard } from './bench-board';
import { connections } from './http';
import { kilobytes } from './runbook-page';

const VIEWERS = 200;
const TICKS = 20;
const DEADLINE_MILLIS = 20_000;

/** A page's stream, as far as a measurement needs it. */
interface Viewer {
  /** Notes heard so far, by their text. */
  heard: Map<string, number>;
  close: () => void;
}

/**
 * 200 open pages of one run on one instance: the time from an act until the first and until the last of them has
 * heard of it, and what each page costs the server's process in memory.
 */
export async function measureLive(board: BenchBoard, runbookId: string): Promise<object> {
  const alone = await serverBytes();
  const viewers = await Promise.all(
    Array.from({ length: VIEWERS }, () =>
      watch(`${board.url}/api/runbooks/${runbookId}/events`, board.cookie),
    ),
  );
  const crowded = await serverBytes();
  const [step] = (await readRun(board.consultant, runbookId)).steps;
  if (step === undefined) throw new Error('The run has no step.');
  const seen = { runbookId, stepId: step.stepId, revision: step.revision, timeZone: 'UTC' };
  const first: number[] = [];
  const last: number[] = [];
  const act: number[] = [];
  for (let tick = 0; tick < TICKS; tick += 1) {
    const text = `Tick ${tick} ${uuidV7()}`;
    const began = performance.now();
    await noteStep(board.consultant, { ...seen, actId: uuidV7(), note: text });
    act.push(performance.now() - began);
    const times = await Promise.all(viewers.map((viewer) => untilHeard(viewer, text)));
    first.push(Math.min(...times) - began);
    last.push(Math.max(...times) - began);
  }
  for (const viewer of viewers) viewer.close();
  return {
    viewers: VIEWERS,
    ticks: TICKS,
    actMillis: spread(act),
    tickToFirstViewerMillis: spread(first),
    tickToLastViewerMillis: spread(last),
    kilobytesPerViewer: kilobytes((crowded - alone) / VIEWERS),
  };
}

function watch(url: string, cookie: string): Promise<Viewer> {
  return new Promise((resolve, reject) => {
    const agent = connections(1);
    const heard = new Map<string, number>();
    const request = http.request(
      url,
      { agent, headers: { cookie, accept: 'text/event-stream' } },
      (response) => {
        if (response.statusCode !== 200) return reject(new Error(`${url}: ${response.statusCode}`));
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          const at = performance.now();
          const blocks = (text + chunk).split('\n\n');
          text = blocks.pop() ?? '';
          for (const block of blocks) {
            if (block.startsWith('event: hello')) resolve({ heard, close: () => request.destroy() });
            const [, note] = /"text":"(Tick [^"]+)"/.exec(block) ?? [];
            if (note !== undefined) heard.set(note, at);
          }
        });
      },
    );
    request.on('error', reject);
    request.end();
  });
}

async function untilHeard({ heard }: Viewer, text: string): Promise<number> {
  const deadline = performance.now() + DEADLINE_MILLIS;
  for (;;) {
    const at = heard.get(text);
    if (at !== undefined) return at;
    if (performance.now() > deadline) throw new Error('A viewer did not hear of a tick.');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** What the server's process holds in memory: the largest one that the board started, which is the one that serves. */
async function serverBytes(): Promise<number> {
  const holder = await ask(socketPath(env().BOARD_DATA_DIR));
  if (holder === null) throw new Error('The board does not say which process it is.');
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,rss=,comm='], { encoding: 'utf8' });
  const processes = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, kilobytesHeld, name = '']) => ({
      pid: Number(pid),
      parent: Number(parent),
      bytes: Number(kilobytesHeld) * 1024,
      isPostgres: name.includes('postgres'),
    }));
  const of = (pid: number): typeof processes =>
    processes.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...of(child.pid)]);
  const served = of(holder.pid).filter(({ isPostgres }) => !isPostgres);
  return Math.max(...served.map(({ bytes }) => bytes));
}

function spread(millis: readonly number[]): { p50: number; p95: number } {
  const sorted = millis.toSorted((one, other) => one - other);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p95: at(0.95) };
}
