import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesWith } from '../support/canary';

/** The sweep that looks for leaked values can itself fail: one leak of each shape is planted and has to be found. */

const value = 'sk-or-v1-canary+0123456789/abcdef=';
const values = new Map([['PLANTED', value]]);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jed-board-canary-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['as it is, in the middle of a log line', Buffer.from(`{"level":50,"msg":"cannot store ${value}"}`)],
  ['in an address', Buffer.from(`GET /clients?key=${encodeURIComponent(value)}`)],
  ['in hex, as a database prints bytes', Buffer.from(`\\x${Buffer.from(`a${value}b`).toString('hex')}`)],
  ['in base64', Buffer.from(Buffer.from(value).toString('base64'))],
  ['in base64, one byte off', Buffer.from(Buffer.from(`x${value}`).toString('base64'))],
  ['in base64, two bytes off', Buffer.from(Buffer.from(`xy${value}z`).toString('base64'))],
  ['in UTF-16, as browsers keep strings', Buffer.from(value, 'utf16le')],
])('a value that lies in a file %s is found and named', (shape, bytes) => {
  const below = path.join(folder, shape.replaceAll(/\W/g, '-'), 'deep');
  mkdirSync(below, { recursive: true });
  writeFileSync(path.join(below, 'planted'), bytes);
  expect(filesWith(path.dirname(below), values)).toEqual([`${path.join(below, 'planted')}: PLANTED`]);
});

test('a file without the value, or with something like it, is not named', () => {
  const below = path.join(folder, 'clean');
  mkdirSync(below);
  writeFileSync(path.join(below, 'similar'), value.slice(0, -1));
  writeFileSync(path.join(below, 'random'), gzipSync(Buffer.from('nothing')));
  expect(filesWith(below, values)).toEqual([]);
});
