import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { continueClient } from '@/lib/wizard/continue-client';
import { continueComponents, continuePackage } from '@/lib/wizard/continue-scope';
import { createFromDraft } from '@/lib/wizard/create-from-draft';
import { openDraft } from '@/lib/wizard/queries';
import { reviewDraft } from '@/lib/wizard/review';
import { saveAnswer } from '@/lib/wizard/save-answer';
import { startDraft } from '@/lib/wizard/start-draft';
import { addPerson, openRouterKey } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import {
  answerSettings,
  draftWithClient,
  draftWithScope,
  finishedDraft,
  formOf,
  uniqueSlug,
} from './wizard-fixture';

let board: TestDatabase;
let consultant: Actor;
let support: Actor;

const everythingKept = async (draftId: string) =>
  JSON.stringify(
    (await board.ownerPool.query('select * from wizard_answers where draft_id = $1', [draftId])).rows,
  );

beforeAll(async () => {
  board = await testDatabase();
  consultant = (await addPerson(board.db, 'consultant')).actor;
  support = (await addPerson(board.db, 'support')).actor;
});

describe('what was typed is kept, and Continue says what is wrong with it', () => {
  test.each([
    ['an empty name', { name: '  ' }, { name: ['Enter the client’s name.'] }],
    [
      'a name of 10,000 characters',
      { name: 'x'.repeat(10_000) },
      { name: ['Keep this under 120 characters.'] },
    ],
    [
      'an address that is none',
      { name: 'Harbor', contactEmail: 'ana at harbor' },
      { contactEmail: ['This is no e-mail address. Write it like ana@example.com, or leave it empty.'] },
    ],
    [
      'a number of days that is none',
      { name: 'Harbor', retentionDays: 'for ever' },
      { retentionDays: ['Enter a number of days from 0 to 3650.'] },
    ],
  ])('%s', async (_, values, fieldErrors) => {
    const draftId = await startDraft(consultant);
    const posted = await formOf(consultant, draftId, { slug: uniqueSlug(), ...values });
    await expect(continueClient(consultant, draftId, posted)).rejects.toMatchObject({
      code: 'invalid',
      fieldErrors,
    });
    expect((await openDraft(consultant, draftId)).answers).toMatchObject(values);
  });

  test.each([
    ['a right-to-left name', 'مكتب الميناء', /^client(-\d+)?$/],
    ['nothing but emoji', '🏠🏡', /^client(-\d+)?$/],
    ['a name with accents', 'Émile & Søn', /^emile-and-son$/],
  ])('%s gets a short name that works', async (_, name, expected) => {
    const { answers } = await openDraft(
      consultant,
      (await draftWithClient(consultant, { name, slug: '' })).draftId,
    );
    expect(answers.name).toBe(name);
    expect(answers.slug).toMatch(expected);
  });

  test('a short name that is taken is refused with its holder and a free one', async () => {
    const { slug } = await draftWithClient(consultant, { name: 'Quay Homes' });
    await expect(draftWithClient(consultant, { slug })).rejects.toMatchObject({
      fieldErrors: {
        slug: [`“${slug}” belongs to Quay Homes (draft). Use “${slug}-2”, or another short name.`],
      },
    });
  });
});

describe('a secret typed where none belongs is refused and kept nowhere', () => {
  test.each(['name', 'notes', 'contactName', 'location'])('by autosave, in the field %s', async (field) => {
    const draftId = await startDraft(consultant);
    const value = `here: ${openRouterKey()}`;
    const saved = saveAnswer(consultant, draftId, { field, value, expectedRevision: 0 });
    await expect(saved).rejects.toMatchObject({
      code: 'invalid',
      fieldErrors: { [field]: [expect.stringContaining('It was not saved')] },
    });
    expect(await everythingKept(draftId)).toBe('[]');
  });

  test('by Continue, while the other fields of the form are kept', async () => {
    const draftId = await startDraft(consultant);
    const key = openRouterKey();
    const posted = await formOf(consultant, draftId, { name: 'Harbor', slug: uniqueSlug(), notes: key });
    await expect(continueClient(consultant, draftId, posted)).rejects.toMatchObject({
      fieldErrors: { notes: [expect.any(String)] },
    });
    const kept = await everythingKept(draftId);
    expect(kept).toContain('Harbor');
    expect(kept).not.toContain(key);
  });

  test('in a setting; a public key or an id that the setting asks for is none', async () => {
    const { draftId } = await draftWithScope(consultant);
    const publicKey = `ssh-ed25519 ${'AAAAC3NzaC1lZDI1NTE5AAAAI'.padEnd(68, 'b7Qx9')} board`;
    await answerSettings(consultant, draftId, 'remote-access', { 'remote-access.ssh-public-key': publicKey });
    const wrong = answerSettings(consultant, draftId, 'filevault', {
      'filevault.decision': 'C',
      'filevault.consent-by': openRouterKey(),
    });
    await expect(wrong).rejects.toMatchObject({
      fieldErrors: { 'setting:filevault.consent-by': [expect.stringContaining('It was not saved')] },
    });
  });
});

describe('crafted requests', () => {
  test('support can neither open, answer nor discard a draft', async () => {
    const { draftId } = await draftWithClient(consultant);
    const save = saveAnswer(support, draftId, { field: 'name', value: 'x', expectedRevision: 1 });
    await expect(save).rejects.toMatchObject({ code: 'forbidden' });
    await expect(openDraft(support, draftId)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(startDraft(support)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test.each([
    ['a field the wizard does not ask', { field: 'dropped', value: ['x'], expectedRevision: 0 }],
    ['a list where a text belongs', { field: 'name', value: ['x'], expectedRevision: 0 }],
    ['a text where a list belongs', { field: 'packs', value: 'commerce', expectedRevision: 0 }],
    ['an object', { field: 'name', value: { a: 1 }, expectedRevision: 0 }],
    ['a revision that is none', { field: 'name', value: 'x', expectedRevision: '0' }],
    ['a name from a prototype', { field: 'constructor', value: 'x', expectedRevision: 0 }],
    ['nothing', undefined],
  ])('%s is refused by autosave', async (_, input) => {
    const draftId = await startDraft(consultant);
    await expect(saveAnswer(consultant, draftId, input)).rejects.toMatchObject({ code: 'invalid' });
    expect(await everythingKept(draftId)).toBe('[]');
  });

  test('a form cannot write into the notes that the draft keeps about itself', async () => {
    const { draftId } = await draftWithClient(consultant);
    const posted = { values: { componentsBasis: ['managed'] }, base: {} };
    await expect(continuePackage(consultant, draftId, posted)).rejects.toMatchObject({ code: 'invalid' });
  });

  test.each(['not-a-draft', '01930000-0000-7000-8000-000000000001'])(
    'a draft that does not exist is not found: %s',
    async (draftId) => {
      await expect(openDraft(consultant, draftId)).rejects.toMatchObject({ code: 'not-found' });
      const save = saveAnswer(consultant, draftId, { field: 'name', value: 'x', expectedRevision: 0 });
      await expect(save).rejects.toMatchObject({ code: 'not-found' });
    },
  );

  test('a package that does not exist is not chosen', async () => {
    const { draftId } = await draftWithClient(consultant);
    const posted = await formOf(consultant, draftId, { tier: 'real-estate', packs: [] });
    await expect(continuePackage(consultant, draftId, posted)).rejects.toMatchObject({
      fieldErrors: { tier: ['Choose a package.'] },
    });
  });

  test('a value for a slot of the client, or for a slot out of scope, is refused in a draft too', async () => {
    const { clientId } = await draftWithScope(consultant);
    const store = (slotId: string) =>
      storeCredential(consultant, {
        clientId,
        slotId,
        value: secretFromInput(openRouterKey()),
        source: 'typed',
        keepAnyway: true,
      });
    await expect(store('slack.bot-token')).rejects.toMatchObject({ code: 'invalid' });
    await expect(store('web-search.api-key')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('Plaud is not added before its warning was read', async () => {
    const { draftId } = await draftWithScope(consultant);
    const components = [...(await openDraft(consultant, draftId)).whole.componentIds, 'plaud'];
    const unread = await formOf(consultant, draftId, { components, acknowledged: [] });
    await expect(continueComponents(consultant, draftId, unread)).rejects.toMatchObject({
      fieldErrors: { 'acknowledged.plaud': [expect.stringContaining('Read the warning about Plaud')] },
    });
    const read = await formOf(consultant, draftId, { components, acknowledged: ['plaud'] });
    await continueComponents(consultant, draftId, read);
    const { answers } = await openDraft(consultant, draftId);
    expect(answers['setting:plaud.warning']).toBe('acknowledged');
  });
});

describe('components that cannot work without one that was unticked', () => {
  const untick = async (draftId: string, gone: readonly string[]) => {
    const { whole } = await openDraft(consultant, draftId);
    const components = whole.componentIds.filter((id) => !gone.includes(id));
    const posted = await formOf(consultant, draftId, { components, acknowledged: [] });
    return { components, sent: continueComponents(consultant, draftId, posted) };
  };
  const words =
    'OpenRouter, Skills repository and Slack need Homebrew, Git and Node. Tick it, or leave them out.';

  test('are refused at Continue by name, and the choice is kept for correcting', async () => {
    const { draftId } = await draftWithScope(consultant);
    const { sent, components } = await untick(draftId, ['toolchain']);
    await expect(sent).rejects.toMatchObject({
      code: 'invalid',
      fieldErrors: { 'requires.toolchain': [words] },
    });
    const after = await openDraft(consultant, draftId);
    expect(after.whole.componentIds).toEqual(components);
    const corrected = await untick(draftId, ['toolchain', 'openrouter', 'skills', 'slack']);
    await expect(corrected.sent).resolves.toBeUndefined();
  });

  test('are refused at Create too, where the page says so and leads to the components', async () => {
    const { draftId } = await finishedDraft(consultant);
    await expect((await untick(draftId, ['toolchain'])).sent).rejects.toMatchObject({ code: 'invalid' });
    const draft = await openDraft(consultant, draftId);
    const { blocking } = await reviewDraft(consultant, draft);
    expect(blocking).toEqual([{ href: 'components', message: words }]);
    const input = { seen: draft.updatedAt.toISOString(), destroys: [] };
    await expect(createFromDraft(consultant, draftId, input)).rejects.toMatchObject({
      code: 'invalid',
      message: words,
    });
  });
});
