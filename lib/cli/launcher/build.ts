import 'server-only';
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { runNext } from '@/lib/cli/launcher/next-process';
import { holdPatiently } from '@/lib/cli/launcher/single-instance';
import { AppError } from '@/lib/errors';

const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'instrumentation.ts',
  'next.config.ts',
  'package-lock.json',
  'package.json',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
];
const BUILD_FOLDER = '.next';
const LONGEST_BUILD_SECONDS = 900;

const markerSchema = z.object({ sources: z.string() });

/** Whether the pages were built from exactly these sources. */
export async function isBuildFresh(root: string, sources: string): Promise<boolean> {
  const built = await stat(path.join(root, BUILD_FOLDER, 'BUILD_ID')).catch(() => null);
  const marker = await readFile(markerFile(root), 'utf8').catch(() => '{}');
  const parsed = markerSchema.safeParse(parseJson(marker));
  return built !== null && parsed.success && parsed.data.sources === sources;
}

/**
 * Builds the pages when there is no build of the present sources. The marker that says which sources a build is of
 * goes first and comes back last, so a build that died halfway counts as none. Builds take turns.
 */
export async function ensureBuild(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
  onBuild: () => void,
): Promise<void> {
  if (await isBuildFresh(root, await hashSources(root))) return;
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const address = path.join(tmpdir(), `jed-board-build-${name}.sock`);
  const turn = await holdPatiently(address, 'command', ['command'], LONGEST_BUILD_SECONDS);
  if ('holder' in turn)
    throw new AppError('conflict', 'Another build does not end: stop it and start again.');
  try {
    const sources = await hashSources(root);
    if (await isBuildFresh(root, sources)) return;
    onBuild();
    await forgetBuild(root);
    await build(environment, signal);
    await writeMarker(root, sources);
  } finally {
    await turn.held.release();
  }
}

async function build(
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<void> {
  const lines: string[] = [];
  const next = runNext(['build'], { ...environment, NODE_ENV: 'production' }, (line) => lines.push(line));
  const stop = () => void next.stop(2);
  signal.addEventListener('abort', stop);
  const code = await next.exited;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (code === 0) return;
  throw new AppError('configuration', `The pages could not be built:\n${lines.slice(-40).join('\n')}`);
}

async function forgetBuild(root: string): Promise<void> {
  await rm(markerFile(root), { force: true }).catch((cause: unknown) => {
    throw new AppError(
      'configuration',
      `The pages have to be built, and this user may not write to ${path.join(root, BUILD_FOLDER)}: ` +
        'run npm run board -- build as the user that may.',
      { cause },
    );
  });
}

async function writeMarker(root: string, sources: string): Promise<void> {
  const partial = `${markerFile(root)}.new`;
  await writeFile(partial, JSON.stringify({ sources }));
  await rename(partial, markerFile(root));
}

/** A hash over names and contents of everything the build is made from. */
export async function hashSources(root: string): Promise<string> {
  const hash = createHash('sha256').update(process.versions.modules);
  for (const file of (await Promise.all(SOURCES.map((source) => listFiles(root, source)))).flat()) {
    const content = createHash('sha256')
      .update(await readFile(path.join(root, file)))
      .digest('hex');
    hash.update(`${file}\0${content}\n`);
  }
  return hash.digest('hex');
}

async function listFiles(root: string, source: string): Promise<string[]> {
  const found = await stat(path.join(root, source)).catch(() => null);
  if (found === null) return [];
  if (found.isFile()) return [source];
  const entries = await readdir(path.join(root, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

function markerFile(root: string): string {
  return path.join(root, BUILD_FOLDER, 'jed-board-build.json');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
