import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Files of the product that contain a text, in order. */
function filesWith(text: string): string[] {
  return ['app', 'components', 'lib']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)),
    )
    .filter((file) => /\.tsx?$/.test(file))
    .filter((file) => readFileSync(file, 'utf8').includes(text))
    .sort();
}

test('an actor for whoever owes a second factor is asked for only to set one up, to prove oneself for that, and to sign out', () => {
  expect(filesWith('requireOwnAccount(')).toEqual([
    'app/(auth)/actions.ts',
    'app/(board)/account/openid/route.ts',
    'app/(board)/account/second-factor/actions.ts',
    'lib/auth/openid-callback.ts',
    'lib/auth/session.ts',
  ]);
  expect(filesWith('requireOwnReader(')).toEqual([
    'app/(board)/account/proved/page.tsx',
    'app/(board)/account/second-factor/page.tsx',
    'lib/auth/session.ts',
  ]);
});

test('an actor of the browser is made by the session and by what proves a person anew, nowhere else', () => {
  expect(filesWith("via: 'web'")).toEqual([
    'lib/auth/finish-sign-in.ts',
    'lib/auth/new-password-link.ts',
    'lib/auth/one-time-link.ts',
    'lib/auth/openid-join.ts',
    'lib/auth/openid-sign-in.ts',
    'lib/auth/session.ts',
    'lib/auth/sign-in.ts',
    'lib/demo/people.ts',
  ]);
});
