import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Mutant, mutantsOf } from './mutants';

// npm run mutate [part of a path …]: changes lib/vault in small ways, one at a time, in copies of the project, and has
// the vault's unit tests look. One JSON line at the end: how many changes they noticed, and those they did not.

const ROOT = path.resolve(import.meta.dirname, '../..');
const WORKERS = 2;
const LONGEST_RUN_MS = 120_000;
const NEEDED = [
  'lib',
  'tests/support',
  'tests/vectors',
  'tests/fuzz',
  'tests/vitest.config.ts',
  'tsconfig.json',
  'package.json',
];

const isVaultTest = (name: string) => /^(vault-|kms-provider).*\.test\.ts$/.test(name);

/** A copy with what the vault's tests need and nothing else, so that the tree that people work in is never touched. */
function makeSandbox(): string {
  const sandbox = mkdtempSync(path.join(os.tmpdir(), 'jed-board-mutants-'));
  for (const part of NEEDED) cpSync(path.join(ROOT, part), path.join(sandbox, part), { recursive: true });
  mkdirSync(path.join(sandbox, 'tests/unit'));
  for (const name of readdirSync(path.join(ROOT, 'tests/unit')).filter(isVaultTest)) {
    cpSync(path.join(ROOT, 'tests/unit', name), path.join(sandbox, 'tests/unit', name));
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(sandbox, 'node_modules'));
  return sandbox;
}

const VAULT_TESTS = readdirSync(path.join(ROOT, 'tests/unit')).filter((name) =>
  /^vault-.*\.test\.ts$/.test(name),
);
/** What these find is found by the others too, sooner. */
const LONG_TESTS = ['vault-fuzz.test.ts', 'vault-wycheproof.test.ts'];

/** The tests that could notice, likeliest first: each round is run only when the one before noticed nothing. */
function roundsFor(file: string): string[][] {
  // KMS has its own, which take long.
  if (/kms|wrapped-key/.test(file)) {
    return [
      ['vault-kms-problem.test.ts', 'vault-copy-key.test.ts', 'vault-statement-signer.test.ts'],
      ['kms-provider.test.ts'],
    ];
  }
  const stem = path.basename(file, '.ts');
  const all = VAULT_TESTS.filter((name) => !LONG_TESTS.includes(name));
  const near = all.filter(
    (name) =>
      name.includes(stem) || readFileSync(path.join(ROOT, 'tests/unit', name), 'utf8').includes(`/${stem}'`),
  );
  return near.length === 0 || stem === 'vault' ? [all] : [near, all.filter((name) => !near.includes(name))];
}

/** One process and no walls between the test files: starting up is most of what a run takes. */
const QUICKLY = [
  '--no-isolate',
  '--pool',
  'threads',
  '--no-file-parallelism',
  '--bail',
  '1',
  // A busy computer is not a test that failed.
  '--testTimeout',
  '120000',
  '--reporter',
  'dot',
];

/** Whether every test passes. A run that does not end counts as a test that failed. */
function testsPass(sandbox: string, tests: readonly string[]): Promise<boolean> {
  const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
  const files = tests.map((name) => path.join('tests/unit', name));
  const given = ['run', ...files, '--config', 'tests/vitest.config.ts', '--project', 'unit', ...QUICKLY];
  const child = spawn(process.execPath, [vitest, ...given], {
    cwd: sandbox,
    stdio: 'ignore',
    detached: true,
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), LONGEST_RUN_MS);
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}

async function survives(sandbox: string, file: string): Promise<boolean> {
  for (const tests of roundsFor(file)) if (!(await testsPass(sandbox, tests))) return false;
  return true;
}

async function work(queue: Mutant[], survivors: Mutant[], total: number): Promise<void> {
  const sandbox = makeSandbox();
  try {
    if (!(await survives(sandbox, 'vault.ts'))) throw new Error('The tests fail without any change.');
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const file = path.join(sandbox, mutant.file);
      const original = readFileSync(file, 'utf8');
      writeFileSync(file, mutant.code);
      const survived = await survives(sandbox, mutant.file);
      writeFileSync(file, original);
      if (survived) survivors.push(mutant);
      process.stderr.write(
        `${total - queue.length}/${total} ${survived ? 'SURVIVED' : 'noticed '} ${mutant.file}:${mutant.line} ${mutant.operator}\n`,
      );
    }
  } finally {
    rmSync(sandbox, { recursive: true, force: true });
  }
}

const wanted = process.argv.slice(2);
const files = readdirSync(path.join(ROOT, 'lib/vault'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => path.join('lib/vault', name))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();
const queue = files.flatMap((file) => mutantsOf(file, readFileSync(path.join(ROOT, file), 'utf8')));
const mutants = queue.length;
const survivors: Mutant[] = [];
await Promise.all(Array.from({ length: WORKERS }, () => work(queue, survivors, mutants)));
const noticed = mutants - survivors.length;
process.stdout.write(
  `${JSON.stringify({
    mutants,
    noticed,
    score: mutants === 0 ? 1 : Math.round((noticed / mutants) * 1000) / 1000,
    survivors: survivors.map(({ file, line, operator, before, after }) => ({
      file,
      line,
      operator,
      before,
      after,
    })),
  })}\n`,
);
