import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Diagnostic {
  category: string;
  severity: string;
  location: { path: string | { file: string } };
}

const root = path.resolve(import.meta.dirname, '..', '..');
const cipher = "import { createCipheriv } from 'node:crypto';\nexport const seal = createCipheriv;\n";
const take = (from: string) => `import { thing } from '${from}';\nexport const taken = thing;\n`;
const lines = (count: number) => `${'\n  work();'.repeat(count)}\n`;

/** Each bad snippet: where it would stand, what it says, and the rule that must refuse it as an error. */
const bad: readonly [title: string, file: string, code: string, rule: string][] = [
  ['lib imports app', 'lib/clients/up.ts', take('@/app/actions'), 'style/noRestrictedImports'],
  [
    'lib imports components',
    'lib/clients/view.ts',
    take('@/components/ui/button'),
    'style/noRestrictedImports',
  ],
  ['components import app', 'components/board/up.tsx', take('@/app/actions'), 'style/noRestrictedImports'],
  [
    'components import the database',
    'components/board/db.tsx',
    take('@/lib/db/database'),
    'style/noRestrictedImports',
  ],
  [
    'components import queries',
    'components/board/query.tsx',
    take('@/lib/clients/board-queries'),
    'style/noRestrictedImports',
  ],
  [
    'the design system imports a feature',
    'components/ui/slot.tsx',
    take('@/components/board/card'),
    'style/noRestrictedImports',
  ],
  [
    'the database imports a feature',
    'lib/db/up.ts',
    take('@/lib/clients/facts'),
    'style/noRestrictedImports',
  ],
  ['audit imports clients', 'lib/audit/up.ts', take('@/lib/clients/facts'), 'style/noRestrictedImports'],
  [
    'the catalogue imports clients',
    'lib/catalogue/up.ts',
    take('@/lib/clients/facts'),
    'style/noRestrictedImports',
  ],
  [
    'clients import the wizard',
    'lib/clients/wizard.ts',
    take('@/lib/wizard/steps'),
    'style/noRestrictedImports',
  ],
  [
    'the runbook imports the wizard',
    'lib/runbook/up.ts',
    take('@/lib/wizard/steps'),
    'style/noRestrictedImports',
  ],
  [
    'retention imports the runbook',
    'lib/retention/up.ts',
    take('@/lib/runbook/compose'),
    'style/noRestrictedImports',
  ],
  [
    'a feature imports the command line',
    'lib/runbook/cli.ts',
    take('@/lib/cli/output'),
    'style/noRestrictedImports',
  ],
  [
    'a feature reaches into the vault',
    'lib/clients/peek.ts',
    take('@/lib/vault/cipher'),
    'style/noRestrictedImports',
  ],
  ['a page reaches into the vault', 'app/peek.ts', take('@/lib/vault/derive'), 'style/noRestrictedImports'],
  ['the vault imports ours', 'lib/vault/ours.ts', take('@/lib/errors'), 'style/noRestrictedImports'],
  ['a feature touches a cipher', 'lib/clients/cipher.ts', cipher, 'style/noRestrictedImports'],
  ['a second vault file touches a cipher', 'lib/vault/second-cipher.ts', cipher, 'style/noRestrictedImports'],
  [
    'the environment is read outside lib/env.ts',
    'lib/clients/environment.ts',
    'export const mode = process.env.BOARD_MODE;\n',
    'style/noProcessEnv',
  ],
  ['a barrel', 'lib/clients/index.ts', "export * from '@/lib/clients/facts';\n", 'performance/noBarrelFile'],
  [
    'any',
    'lib/clients/loose.ts',
    'export const loose = (value: any) => value;\n',
    'suspicious/noExplicitAny',
  ],
  ['console', 'lib/clients/loud.ts', "console.log('here');\n", 'suspicious/noConsole'],
  [
    'a camel-case file',
    'lib/clients/camelCase.ts',
    'export const one = 1;\n',
    'style/useFilenamingConvention',
  ],
  [
    'a floating promise',
    'lib/clients/floating.ts',
    'async function later(): Promise<void> {}\nexport function now(): void {\n  later();\n}\n',
    'nursery/noFloatingPromises',
  ],
  [
    'a function over 50 lines',
    'lib/clients/long.ts',
    `export function long(work: () => void) {${lines(52)}}\n`,
    'complexity/noExcessiveLinesPerFunction',
  ],
  [
    'a vault function over 40 lines',
    'lib/vault/long.ts',
    `export function long(work: () => void) {${lines(42)}}\n`,
    'complexity/noExcessiveLinesPerFunction',
  ],
  [
    'a component over 120 lines',
    'components/board/long.tsx',
    `export function Long(work: () => void) {${lines(122)}}\n`,
    'complexity/noExcessiveLinesPerFunction',
  ],
  [
    'a file over 300 lines',
    'lib/clients/huge.ts',
    Array.from({ length: 302 }, (_, line) => `export const constant${line} = ${line};\n`).join(''),
    'style/noExcessiveLinesPerFile',
  ],
  [
    'an import cycle',
    'lib/clients/cycle-one.ts',
    take('@/lib/clients/cycle-two'),
    'suspicious/noImportCycles',
  ],
];

const good: readonly [file: string, code: string][] = [
  [
    'lib/clients/cycle-two.ts',
    "import { taken } from '@/lib/clients/cycle-one';\nexport const thing = taken;\n",
  ],
  ['lib/vault/cipher.ts', cipher],
  ['lib/clients/fine.ts', take('@/lib/vault/vault')],
  ['components/board/fine.tsx', take('@/lib/clients/schema')],
  ['lib/cli/fine.ts', take('@/lib/clients/facts')],
];

describe('architecture-lint', () => {
  const place = mkdtempSync(path.join(os.tmpdir(), 'jed-board-lint-'));
  const found = new Map<string, Diagnostic[]>();

  beforeAll(() => {
    const config = JSON.parse(readFileSync(path.join(root, 'biome.json'), 'utf8')) as Record<string, unknown>;
    writeFileSync(path.join(place, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }));
    // Biome resolves the path alias only beside a manifest.
    writeFileSync(path.join(place, 'package.json'), '{ "type": "module" }');
    cpSync(path.join(root, 'tsconfig.json'), path.join(place, 'tsconfig.json'));
    symlinkSync(path.join(root, 'node_modules'), path.join(place, 'node_modules'));
    for (const [file, code] of [...bad.map(([, file, code]) => [file, code] as const), ...good]) {
      mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
      writeFileSync(path.join(place, file), code);
    }
    const biome = path.join(root, 'node_modules', '.bin', 'biome');
    const run = spawnSync(
      biome,
      ['lint', '--reporter=json', '--max-diagnostics=none', 'app', 'lib', 'components'],
      {
        cwd: place,
        encoding: 'utf8',
      },
    );
    const report = JSON.parse(run.stdout) as { diagnostics: Diagnostic[] };
    for (const diagnostic of report.diagnostics) {
      const where = diagnostic.location.path;
      const file = typeof where === 'string' ? where : where.file;
      found.set(file, [...(found.get(file) ?? []), diagnostic]);
    }
  });

  afterAll(() => rmSync(place, { recursive: true, force: true }));

  it.each(bad)('refuses as an error: %s', (_title, file, _code, rule) => {
    const errors = (found.get(file) ?? []).filter((diagnostic) => diagnostic.severity === 'error');
    expect(errors.map((diagnostic) => diagnostic.category)).toContain(`lint/${rule}`);
  });

  it.each(good.slice(1))('lets through what the rules allow: %s', (file) => {
    const imports = (found.get(file) ?? []).filter(({ category }) =>
      category.endsWith('noRestrictedImports'),
    );
    expect(imports).toEqual([]);
  });
});

describe('architecture-tree', () => {
  const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => /\.(ts|tsx)$/.test(file));

  it('has no drawer for odds and ends', () => {
    expect(
      tracked.filter((file) => /(^|\/)(utils?|helpers?|services?|common|misc)(\/|\.tsx?$)/.test(file)),
    ).toEqual([]);
  });

  it('holds no rule switched off in place', () => {
    const silenced = tracked
      .filter((file) => file !== 'tests/unit/architecture.test.ts')
      .filter((file) =>
        /@ts-(ignore|expect-error|nocheck)|biome-ignore/.test(readFileSync(path.join(root, file), 'utf8')),
      );
    expect(silenced).toEqual([]);
  });

  it('marks every module that reaches the database, the vault or the environment as server-only', () => {
    const reaching = /from '(@\/lib\/db\/(database|pool)|@\/lib\/keys\/[a-z-]+|@\/lib\/env|pg|node:crypto)'/;
    const unmarked = tracked
      .filter(
        (file) => file.startsWith('lib/') && !file.startsWith('lib/cli/') && !file.startsWith('lib/vault/'),
      )
      .filter((file) => {
        const code = readFileSync(path.join(root, file), 'utf8');
        const valueImports = code.replaceAll(/import type [^;]+;/g, '');
        return reaching.test(valueImports) && !code.includes("import 'server-only'");
      });
    expect(unmarked).toEqual([]);
  });

  it('reads secret text out of its wrapper in a few named files only', () => {
    const revealing = tracked
      .filter((file) => /^(app|components|lib)\//.test(file))
      .filter((file) => /\.reveal\(\)/.test(readFileSync(path.join(root, file), 'utf8')));
    expect(revealing.sort()).toEqual([
      // A new authenticator secret is shown to its owner once, as every authenticator's is; it is no client's value.
      'app/(board)/account/second-factor/page.tsx',
      'lib/auth/second-factor-enrolment.ts',
      'lib/auth/second-factor-proof.ts',
      'lib/clients/copy-from-record.ts',
      'lib/clients/store-credential.ts',
      'lib/demo/people.ts',
      'lib/demo/values.ts',
      'lib/runbook/copy-secret.ts',
      // A value is told again by its mark in pasted text.
      'lib/vault/value-mark.ts',
      'lib/vault/vault.ts',
    ]);
  });
});
