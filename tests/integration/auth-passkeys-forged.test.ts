import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { addPasskey, startAddingPasskey } from '@/lib/auth/add-passkey';
import { askForSignInPasskey, finishSignInWithPasskey } from '@/lib/auth/finish-sign-in';
import { listMyPasskeys } from '@/lib/auth/own-passkeys';
import { askForFreshPasskey, freshenWithPasskey } from '@/lib/auth/passkey-fresh';
import { addPerson, addSession } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { countDone, refusal } from '@/tests/support/refusal';
import { SoftwarePasskey } from '@/tests/support/software-passkey';
import { BOARD, eventsOf, from, halfway, NAME, withPasskey } from './passkey-fixture';

let board: TestDatabase;
let vera: Actor;
let email: string;
let passkey: SoftwarePasskey;

beforeAll(async () => {
  board = await testDatabase();
});
beforeEach(async () => {
  ({ actor: vera, email } = await addPerson(board.db, 'consultant'));
  ({ passkey } = await withPasskey(vera));
});

const REFUSED = { code: 'forbidden' };

async function problems(): Promise<unknown[]> {
  const events = await eventsOf(board, vera);
  return events
    .filter(({ action, outcome }) => action === 'passkey.refused' && outcome === 'refused')
    .map(({ detail }) => (detail as { problem?: string }).problem);
}

describe('signing in with a passkey', () => {
  test.each<[string, Parameters<SoftwarePasskey['signed']>[1]]>([
    ['for another site that asked', { origin: 'https://board.example.com.evil.example' }],
    ['for the same host without https', { origin: 'http://board.example.com' }],
    ['for another port of the host', { origin: 'https://board.example.com:8443' }],
    ['bound to another host', { rpId: 'example.com' }],
    ['without finger, face or PIN', { unverified: true }],
    ['with nobody there', { absent: true, unverified: true }],
    ['of another kind', { type: 'webauthn.create' }],
  ])('is refused %s', async (_what, lies) => {
    const token = await halfway(email);
    const answer = passkey.signed(await askForSignInPasskey(token, BOARD), lies);
    expect(await refusal(finishSignInWithPasskey(token, answer, BOARD, from()))).toMatchObject(REFUSED);
    expect(await problems()).toEqual(['signature']);
  });

  test('is refused with a challenge that nobody was asked, and with a part of the answer changed', async () => {
    const token = await halfway(email);
    const made = passkey.signed(await askForSignInPasskey(token, BOARD), {
      challenge: Buffer.alloc(32, 7).toString('base64url'),
    });
    expect(await refusal(finishSignInWithPasskey(token, made, BOARD, from()))).toMatchObject(REFUSED);
    const true_ = passkey.signed(await askForSignInPasskey(token, BOARD));
    const other = passkey.signed(await askForFreshPasskey(vera, BOARD));
    const mixed = { ...true_, response: { ...true_.response, signature: other.response.signature } };
    expect(await refusal(finishSignInWithPasskey(token, mixed, BOARD, from()))).toMatchObject(REFUSED);
    expect(await problems()).toEqual(['challenge', 'signature']);
  });

  test('takes an answer once: not again, not in another browser, not after it was refused', async () => {
    const token = await halfway(email);
    const bad = passkey.signed(await askForSignInPasskey(token, BOARD), { unverified: true });
    const challenge = JSON.parse(Buffer.from(bad.response.clientDataJSON, 'base64url').toString()).challenge;
    expect(await refusal(finishSignInWithPasskey(token, bad, BOARD, from()))).toMatchObject(REFUSED);
    const same = passkey.signed({ challenge, rpId: 'board.example.com' });
    expect(await refusal(finishSignInWithPasskey(token, same, BOARD, from()))).toMatchObject(REFUSED);
    const good = passkey.signed(await askForSignInPasskey(token, BOARD));
    await finishSignInWithPasskey(token, good, BOARD, from());
    const elsewhere = await halfway(email);
    expect(await refusal(finishSignInWithPasskey(elsewhere, good, BOARD, from()))).toMatchObject(REFUSED);
    expect(await refusal(finishSignInWithPasskey(token, good, BOARD, from()))).toMatchObject({
      code: 'not-found',
    });
  });

  test('takes one answer of eight at once', async () => {
    const token = await halfway(email);
    const answer = passkey.signed(await askForSignInPasskey(token, BOARD));
    const tries = Array.from({ length: 8 }, () => finishSignInWithPasskey(token, answer, BOARD, from()));
    expect(await countDone(tries)).toBe(1);
  });

  test('refuses what was asked for another purpose or of another browser', async () => {
    const [token, elsewhere] = [await halfway(email), await halfway(email)];
    const forFresh = passkey.signed(await askForFreshPasskey(vera, BOARD));
    expect(await refusal(finishSignInWithPasskey(token, forFresh, BOARD, from()))).toMatchObject(REFUSED);
    const there = passkey.signed(await askForSignInPasskey(elsewhere, BOARD));
    expect(await refusal(finishSignInWithPasskey(token, there, BOARD, from()))).toMatchObject(REFUSED);
    expect(await problems()).toEqual(['challenge', 'challenge']);
  });

  test('refuses what was asked more than five minutes ago', async () => {
    const token = await halfway(email);
    const answer = passkey.signed(await askForSignInPasskey(token, BOARD));
    await board.ownerPool.query('update passkey_challenges set expires_at = now()');
    expect(await refusal(finishSignInWithPasskey(token, answer, BOARD, from()))).toMatchObject(REFUSED);
  });

  test('refuses somebody else’s passkey, though it is one of the board’s', async () => {
    const mallory = await addPerson(board.db, 'consultant');
    const theirs = await withPasskey(mallory.actor);
    const token = await halfway(email);
    const answer = theirs.passkey.signed(await askForSignInPasskey(token, BOARD));
    expect(await refusal(finishSignInWithPasskey(token, answer, BOARD, from()))).toMatchObject(REFUSED);
    expect(
      await refusal(
        finishSignInWithPasskey(token, { ...answer, id: passkey.id, rawId: passkey.id }, BOARD, from()),
      ),
    ).toMatchObject(REFUSED);
    expect(await problems()).toEqual(['unknown', 'challenge']);
  });

  test('refuses a count that does not go on, which is on record as a copy’s', async () => {
    const sign = async (counter: number) => {
      const token = await halfway(email);
      const answer = passkey.signed(await askForSignInPasskey(token, BOARD), { counter });
      return finishSignInWithPasskey(token, answer, BOARD, from());
    };
    await sign(9);
    for (const counter of [9, 8, 0]) expect(await refusal(sign(counter))).toMatchObject(REFUSED);
    await sign(10);
    expect(await problems()).toEqual(['counter', 'counter', 'counter']);
    await expect(board.applicationPool.query('update passkeys set counter = counter - 1')).rejects.toThrow(
      /backwards/,
    );
  });

  test('offers none where the board is reached under another host, and takes none', async () => {
    const token = await halfway(email);
    const elsewhere = 'https://evil.example';
    expect(await refusal(askForSignInPasskey(token, elsewhere))).toMatchObject({ code: 'conflict' });
    const answer = passkey.signed(await askForSignInPasskey(token, BOARD), {
      origin: elsewhere,
      rpId: 'evil.example',
    });
    expect(await refusal(finishSignInWithPasskey(token, answer, elsewhere, from()))).toMatchObject(REFUSED);
  });

  test.each([null, {}, 'text', { id: '../..', rawId: '../..', type: 'public-key', response: {} }])(
    'refuses what is no answer at all',
    async (answer) => {
      expect(
        await refusal(finishSignInWithPasskey(await halfway(email), answer, BOARD, from())),
      ).toMatchObject({ code: 'invalid' });
    },
  );
});

describe('making a session fresh with a passkey', () => {
  test('counts for the session that asked and no other, and once', async () => {
    const answer = passkey.signed(await askForFreshPasskey(vera, BOARD));
    const other = { ...vera, sessionId: await addSession(board.db, vera.id) };
    expect(await refusal(freshenWithPasskey(other, answer, BOARD))).toMatchObject(REFUSED);
    await freshenWithPasskey(vera, answer, BOARD);
    expect(await refusal(freshenWithPasskey(vera, answer, BOARD))).toMatchObject(REFUSED);
  });

  test('has five tries that do not count', async () => {
    const answer = passkey.signed(await askForFreshPasskey(vera, BOARD), { unverified: true });
    const tries = Array.from({ length: 9 }, () => refusal(freshenWithPasskey(vera, answer, BOARD)));
    const codes = (await Promise.all(tries)).map(({ code }) => code);
    expect(codes.filter((code) => code === 'forbidden')).toHaveLength(5);
    expect(codes.filter((code) => code === 'too-many-attempts')).toHaveLength(4);
  });
});

describe('adding a passkey', () => {
  test.each<[string, Parameters<SoftwarePasskey['made']>[1]]>([
    ['for another site', { origin: 'https://evil.example' }],
    ['bound to another host', { rpId: 'evil.example' }],
    ['without finger, face or PIN', { unverified: true }],
    ['of another kind', { type: 'webauthn.get' }],
    ['with a challenge nobody was asked', { challenge: Buffer.alloc(32).toString('base64url') }],
  ])('is refused %s', async (_what, lies) => {
    const answer = new SoftwarePasskey(BOARD).made(await startAddingPasskey(vera, NAME, BOARD), lies);
    expect(await refusal(addPasskey(vera, { name: 'Theirs', answer }, BOARD))).toMatchObject(REFUSED);
    expect(await listMyPasskeys(vera)).toHaveLength(1);
    expect(await problems()).toHaveLength(1);
  });

  test('takes what this session was asked, and what nobody else was', async () => {
    const mallory = (await addPerson(board.db, 'consultant')).actor;
    const theirs = new SoftwarePasskey(BOARD).made(await startAddingPasskey(mallory, NAME, BOARD));
    expect(await refusal(addPasskey(vera, { name: 'Theirs', answer: theirs }, BOARD))).toMatchObject(REFUSED);
    expect(await listMyPasskeys(vera)).toHaveLength(1);
  });
});

test('the application can neither hand a passkey to somebody else nor change what it signs with', async () => {
  for (const change of ['user_id = gen_random_uuid()', "public_key = '\\x00'", "rp_id = 'evil.example'"]) {
    await expect(board.applicationPool.query(`update passkeys set ${change}`)).rejects.toThrow(
      /permission denied/,
    );
  }
});
