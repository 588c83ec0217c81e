import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { finishSignIn } from '@/lib/auth/finish-sign-in';
import { makeKnownDevice, readKnownDevice } from '@/lib/auth/known-device';
import { setDisabled } from '@/lib/auth/people-commands';
import { signInWithPassword } from '@/lib/auth/sign-in';
import { enrol } from '@/tests/support/authenticator';
import { addPerson, TEST_PASSWORD } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { refusal } from '@/tests/support/refusal';

const work = vi.hoisted(() => ({ verifications: 0 }));
// The library does its work as ever; it is only counted.
vi.mock('@node-rs/argon2', async (original) => {
  const library = await original<typeof import('@node-rs/argon2')>();
  const verify: typeof library.verify = (...args) => {
    work.verifications += 1;
    return library.verify(...args);
  };
  return { ...library, verify };
});

let board: TestDatabase;
let admin: Actor;

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
});

let nextAddress = 0;
function newOrigin() {
  nextAddress += 1;
  return { address: `198.51.100.${nextAddress}`, userAgent: 'test' };
}

const right = (email: string) => ({ email, password: TEST_PASSWORD });
const wrong = (email: string) => ({ email, password: 'not the password' });

/** Guesses until nobody who is not known may try any more. */
async function hammer(email: string): Promise<void> {
  for (let tries = 0; tries < 32; tries += 1) await refusal(signInWithPassword(wrong(email), newOrigin()));
  expect(await refusal(signInWithPassword(right(email), newOrigin()))).toMatchObject({
    code: 'too-many-attempts',
  });
}

test('an attacker at many addresses does not keep Ada out of where she signed in before', async () => {
  const { email } = await addPerson(board.db, 'consultant');
  const hers = newOrigin();
  await signInWithPassword(right(email), hers);
  await hammer(email);
  expect(await signInWithPassword(right(email), hers)).toMatchObject({ step: 'done' });
  // With her own slips on top.
  await refusal(signInWithPassword(wrong(email), hers));
  expect(await signInWithPassword(right(email), hers)).toMatchObject({ step: 'done' });
});

test('nor out of her own browser in a place where she never was, even beside the attacker', async () => {
  const { email, actor } = await addPerson(board.db, 'consultant');
  const knownDevice = makeKnownDevice(actor.id);
  await hammer(email);
  const cafe = newOrigin();
  for (let tries = 0; tries < 5; tries += 1) await refusal(signInWithPassword(wrong(email), cafe));
  expect(await refusal(signInWithPassword(right(email), cafe))).toMatchObject({ code: 'too-many-attempts' });
  expect(await signInWithPassword(right(email), { ...cafe, knownDevice })).toMatchObject({ step: 'done' });
});

test('a stolen known-device word gives five guesses like anybody’s, at this one account', async () => {
  const [ada, ben] = [await addPerson(board.db, 'consultant'), await addPerson(board.db, 'consultant')];
  const knownDevice = makeKnownDevice(ada.actor.id);
  for (let tries = 0; tries < 5; tries += 1) {
    await refusal(signInWithPassword(wrong(ada.email), { ...newOrigin(), knownDevice }));
  }
  expect(await refusal(signInWithPassword(right(ada.email), { ...newOrigin(), knownDevice }))).toMatchObject({
    code: 'too-many-attempts',
  });
  expect(readKnownDevice(knownDevice, ada.actor.id)).toBeDefined();
  expect(readKnownDevice(knownDevice, ben.actor.id)).toBeUndefined();
  for (const word of [undefined, '', 'x', 'x.y', `x${knownDevice}`, knownDevice.slice(0, -2)]) {
    expect(readKnownDevice(word, ada.actor.id)).toBeUndefined();
  }
});

test('forty guesses at once are given as many tries as one after the other: five', async () => {
  const { email } = await addPerson(board.db, 'consultant');
  const from = newOrigin();
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => refusal(signInWithPassword(wrong(email), from))),
  );
  expect(answers.filter(({ code }) => code === 'forbidden')).toHaveLength(5);
  expect(answers.filter(({ code }) => code === 'too-many-attempts')).toHaveLength(35);
});

test('the right password again and again does not buy more guesses at the code', async () => {
  const { actor, email } = await addPerson(board.db, 'consultant');
  await enrol(actor);
  const from = newOrigin();
  const answers: string[] = [];
  for (let tries = 0; tries < 7; tries += 1) {
    const outcome = await signInWithPassword(right(email), from).catch(() => null);
    if (outcome?.step !== 'code') break;
    answers.push((await refusal(finishSignIn(outcome.token, { code: '000000' }, from))).code);
  }
  expect(answers).toEqual(Array(5).fill('invalid'));
  expect(await refusal(signInWithPassword(right(email), from))).toMatchObject({ code: 'too-many-attempts' });
});

test('one token gives five guesses at the code, also when they come all at once', async () => {
  const { actor, email } = await addPerson(board.db, 'consultant');
  await enrol(actor);
  const outcome = await signInWithPassword(right(email), newOrigin());
  if (outcome.step !== 'code') throw new Error('no code was asked for');
  const from = newOrigin();
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => refusal(finishSignIn(outcome.token, { code: '000000' }, from))),
  );
  expect(answers.filter(({ code }) => code === 'invalid')).toHaveLength(5);
});

test('an unknown, a disabled and a known account cost one verification of a password each', async () => {
  const known = await addPerson(board.db, 'consultant');
  const disabled = await addPerson(board.db, 'consultant');
  await setDisabled(admin, disabled.actor.id, true);
  const costs: number[] = [];
  for (const email of [`${randomUUID()}@example.com`, disabled.email, known.email]) {
    const before = work.verifications;
    await refusal(signInWithPassword(wrong(email), newOrigin()));
    costs.push(work.verifications - before);
  }
  expect(costs).toEqual([1, 1, 1]);
});
