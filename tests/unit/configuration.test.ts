import { beforeEach, expect, test } from 'vitest';
import { applyEnvironment, env } from '@/lib/env';

const NAMES = [
  'BOARD_MODE',
  'DATABASE_URL',
  'MIGRATION_DATABASE_URL',
  'AUTH_SECRET',
  'AUTH_URL',
  'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY',
  'BOARD_DATA_DIR',
  'BOARD_HOST',
  'PORT',
  'MASTER_KEY_PROVIDER',
  'MASTER_KEY',
  'ALLOW_PLAINTEXT_MASTER_KEY',
  'REVEAL_FRESH_MINUTES',
  'LOG_LEVEL',
];

beforeEach(() => applyEnvironment(Object.fromEntries(NAMES.map((name) => [name, undefined]))));

const production = {
  DATABASE_URL: 'postgresql://login:pw@localhost/board',
  AUTH_SECRET: 'x'.repeat(32),
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
};

function refusal(): string {
  try {
    env();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

test('without any variable the board is local, listens on this computer only and needs nothing', () => {
  expect(env()).toMatchObject({ BOARD_MODE: 'local', BOARD_HOST: '127.0.0.1', LOG_LEVEL: 'warn' });
});

test('a database address makes it production, which asks for its secrets by name', () => {
  applyEnvironment({ DATABASE_URL: production.DATABASE_URL });
  expect(
    refusal()
      .split('\n')
      .map((line) => line.split(':')[0]),
  ).toEqual(['AUTH_SECRET', 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY', 'MASTER_KEY_PROVIDER']);
});

test.each(['keychain', 'file', 'env'])(
  'production refuses the key provider %s until it is told otherwise',
  (provider) => {
    applyEnvironment({ ...production, MASTER_KEY_PROVIDER: provider });
    expect(refusal()).toMatch(/^MASTER_KEY_PROVIDER: .*ALLOW_PLAINTEXT_MASTER_KEY=1/);
    applyEnvironment({ ALLOW_PLAINTEXT_MASTER_KEY: '1' });
    expect(env().BOARD_MODE).toBe('production');
  },
);

test('an empty variable is one that is not set', () => {
  applyEnvironment({ DATABASE_URL: '', PORT: '', LOG_LEVEL: '' });
  expect(env()).toMatchObject({ BOARD_MODE: 'local', LOG_LEVEL: 'warn' });
  expect(env().PORT).toBeUndefined();
});

test.each([
  ['DATABASE_URL', 'mysql://user:canary@host/db'],
  ['AUTH_SECRET', 'canary'],
  ['AUTH_URL', 'canary'],
  ['NEXT_SERVER_ACTIONS_ENCRYPTION_KEY', 'canary'],
  ['PORT', '70000'],
  ['MASTER_KEY_PROVIDER', 'canary'],
  ['LOG_LEVEL', 'canary'],
])('a bad %s is named in one line that does not repeat the value', (name, value) => {
  applyEnvironment({ BOARD_MODE: 'local', [name]: value });
  expect(refusal().split('\n')).toHaveLength(1);
  expect(refusal()).toMatch(new RegExp(`^${name}: `));
  expect(refusal()).not.toContain(value);
});

test('copying asks for the password again after fifteen minutes unless a sensible number says otherwise', () => {
  expect(env().REVEAL_FRESH_MINUTES).toBe(15);
  applyEnvironment({ REVEAL_FRESH_MINUTES: '0' });
  expect(env().REVEAL_FRESH_MINUTES).toBe(0);
  for (const bad of ['-1', 'never', '1.5', ' ', '100000']) {
    applyEnvironment({ REVEAL_FRESH_MINUTES: bad });
    expect(refusal()).toMatch(/^REVEAL_FRESH_MINUTES: must be /);
  }
});
