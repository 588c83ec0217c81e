import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashSources, isBuildFresh } from '@/lib/cli/launcher/build';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'jed-board-build-'));
  await mkdir(path.join(root, 'app/deep'), { recursive: true });
  await mkdir(path.join(root, '.next'));
  await writeFile(path.join(root, 'app/deep/page.tsx'), 'one');
  await writeFile(path.join(root, 'package-lock.json'), '{}');
});

afterEach(() => rm(root, { recursive: true, force: true }));

test.each([
  ['content of a source', () => writeFile(path.join(root, 'app/deep/page.tsx'), 'two')],
  ['name of a source', () => rename(path.join(root, 'app/deep/page.tsx'), path.join(root, 'app/page.tsx'))],
  ['new source', () => writeFile(path.join(root, 'proxy.ts'), '')],
  ['dependency', () => writeFile(path.join(root, 'package-lock.json'), '{"a":1}')],
])('another %s makes a build stale', async (_what, change) => {
  const before = await hashSources(root);
  await change();
  expect(await hashSources(root)).not.toBe(before);
});

test('what is no source does not', async () => {
  const before = await hashSources(root);
  await writeFile(path.join(root, 'README.md'), 'words');
  expect(await hashSources(root)).toBe(before);
});

test('a build without its marker, or a marker without its build, counts as none', async () => {
  const sources = await hashSources(root);
  const marker = path.join(root, '.next/jed-board-build.json');
  await writeFile(path.join(root, '.next/BUILD_ID'), 'id');
  expect(await isBuildFresh(root, sources)).toBe(false);
  await writeFile(marker, '{"sou');
  expect(await isBuildFresh(root, sources)).toBe(false);
  await writeFile(marker, JSON.stringify({ sources }));
  expect(await isBuildFresh(root, sources)).toBe(true);
  await rm(path.join(root, '.next/BUILD_ID'));
  expect(await isBuildFresh(root, sources)).toBe(false);
});
