import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Everything that must hold, in the order in which a failure is cheapest to learn about. Ends with one line of counts. */

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Check {
  name: string;
  command: readonly string[];
  count: (exitCode: number) => Counts;
}

const reports = mkdtempSync(path.join(os.tmpdir(), 'jed-board-test-'));
const vitestReport = (project: string) => path.join(reports, `${project}.json`);
const playwrightReport = path.join(reports, 'e2e.json');

const asOne = (exitCode: number): Counts =>
  exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };

/** A runner that dies before it writes its report has failed, whatever it had counted by then. */
function counted(file: string, read: (report: Record<string, unknown>) => Counts) {
  return (exitCode: number): Counts => {
    try {
      const counts = read(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
      return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
    } catch {
      return { passed: 0, failed: 1, skipped: 0 };
    }
  };
}

const vitestCounts = (report: Record<string, unknown>): Counts => ({
  passed: Number(report.numPassedTests),
  failed: Number(report.numFailedTests),
  skipped: Number(report.numPendingTests) + Number(report.numTodoTests),
});

function playwrightCounts(report: Record<string, unknown>): Counts {
  const stats = report.stats as { expected: number; unexpected: number; flaky: number; skipped: number };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

const vitest = (project: string): Check => ({
  name: project,
  command: [
    'vitest',
    'run',
    '--config',
    'tests/vitest.config.ts',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${vitestReport(project)}`,
  ],
  count: counted(vitestReport(project), vitestCounts),
});

const checks: readonly Check[] = [
  { name: 'route types', command: ['next', 'typegen'], count: asOne },
  { name: 'types', command: ['tsc', '--noEmit'], count: asOne },
  { name: 'lint', command: ['biome', 'check', '--error-on-warnings', '.'], count: asOne },
  { name: 'unused code', command: ['knip'], count: asOne },
  vitest('unit'),
  vitest('integration'),
  {
    name: 'build',
    command: ['tsx', '--conditions=react-server', 'lib/cli/board.ts', 'build'],
    count: asOne,
  },
  vitest('start'),
  {
    name: 'end to end',
    command: ['playwright', 'test', '--config', 'tests/playwright.config.ts'],
    count: counted(playwrightReport, playwrightCounts),
  },
];

function run(check: Check): Promise<number> {
  const [program = '', ...given] = check.command;
  process.stdout.write(`\n── ${check.name}\n`);
  return new Promise((resolve) => {
    const child = spawn(path.join('node_modules', '.bin', program), given, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport, NEXT_TELEMETRY_DISABLED: '1' },
    });
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

async function main(): Promise<void> {
  const only = process.argv.slice(2);
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const failures: string[] = [];
  for (const check of checks.filter(({ name }) => only.length === 0 || only.includes(name))) {
    const started = Date.now();
    const counts = check.count(await run(check));
    process.stdout.write(`   ${check.name}: ${Math.round((Date.now() - started) / 1000)} s\n`);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    if (counts.failed > 0) failures.push(check.name);
  }
  rmSync(reports, { recursive: true, force: true });
  if (failures.length > 0) process.stdout.write(`\nNot green: ${failures.join(', ')}\n`);
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

await main();
