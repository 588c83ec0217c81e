import { randomBytes } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { addEntry } from '@/lib/catalogue/add-entry';
import { readEdited } from '@/lib/catalogue/draft-rows';
import { saveEntry } from '@/lib/catalogue/edit-draft';
import { publishDraft, restoreShipped } from '@/lib/catalogue/publish';
import { readCatalogue } from '@/lib/catalogue/queries';
import { changeNotes } from '@/lib/clients/client-commands';
import { readComponentSettings } from '@/lib/clients/component-queries';
import { addMachine } from '@/lib/clients/machine-commands';
import { MACHINE_FIELD_NAMES } from '@/lib/clients/record-schema';
import { changeSettings } from '@/lib/clients/setting-commands';
import { formBasis } from '@/lib/clients/stale-form';
import { setVaultReference } from '@/lib/clients/vault-reference';
import { applicationPool } from '@/lib/db/pool';
import { AppError } from '@/lib/errors';
import { checkOutput } from '@/lib/runbook/check-output';
import { finishStep } from '@/lib/runbook/finish-step';
import { holdStep } from '@/lib/runbook/hold-step';
import { noteStep } from '@/lib/runbook/note-step';
import { suggestFix } from '@/lib/runbook/suggest-fix';
import { storeOwnSecret } from '@/lib/secrets/store-own-secret';
import { SecretValue } from '@/lib/vault/vault';
import { continueClient } from '@/lib/wizard/continue-client';
import { saveAnswer } from '@/lib/wizard/save-answer';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { form, newPart, publish, withdrawDrafts } from './catalogue-fixture';
import { actOn, clientWithRun, person, type RunFixture } from './runbook-fixture';
import { draftWithClient, formOf } from './wizard-fixture';

const FIRST = 'mac-identity.private-history';
const READ_MODEL = 'mac-identity.read-model';
const WINDOW = 'updates-gatekeeper.window';
const COMPONENTS = ['mac-identity', 'mac-accounts', 'updates-gatekeeper', 'openrouter', 'slack'];
const slot = { part: 'slot', id: 'openrouter.api-key' } as const;
const harborFormat = { 'format.pattern': '^harbor-live-[a-z]{24}$', 'format.wants': 'the Harbor key' };

let board: TestDatabase;
let ada: Actor;
let sam: Actor;

beforeAll(async () => {
  board = await testDatabase();
  [ada, sam] = [await person('Ada', 'admin'), await person('Sam')];
  // What asks for a second connection inside a transaction gets none here.
  applicationPool().options.max = 1;
});

beforeEach(() => withdrawDrafts(ada, ['openrouter', 'power']));

/** Letters alone: nothing but a slot's format tells that it is a value. */
function letters(): string {
  return Array.from(randomBytes(24), (byte) => String.fromCharCode(97 + (byte % 26))).join('');
}

/** A client with a run, and a draft of another one. */
async function freshPlaces(slug: string) {
  return {
    run: await clientWithRun(sam, slug, { componentIds: COMPONENTS }),
    draft: await draftWithClient(sam),
  };
}

/** What keeps a text in which no value belongs, and the field that a refusal names. */
type Writers = Record<string, [write: (text: string) => Promise<unknown>, field: string]>;

function writers(run: RunFixture, draftId: string): Writers {
  return { ...writersOfRun(run), ...writersOfRecord(run), ...writersOfWizard(draftId), ...ownWriters };
}

function writersOfRun({ runbookId }: RunFixture): Writers {
  const act = (stepId = FIRST) => actOn(sam, runbookId, stepId);
  const owner = 'setting.updates-gatekeeper.owner';
  const nextDate = 'setting.updates-gatekeeper.next-date';
  return {
    'a note on a step': [async (note) => noteStep(sam, { ...(await act()), note }), 'note'],
    'pasted output': [async (output) => checkOutput(sam, { ...(await act(READ_MODEL)), output }), 'output'],
    'a reason': [async (reason) => holdStep(sam, { ...(await act()), hold: 'blocked', reason }), 'reason'],
    'a suggestion': [
      (better) => suggestFix(sam, { runbookId, stepId: FIRST, wrong: 'It asks twice.', better }),
      'better',
    ],
    'an answer at the end of a step': [
      async (text) => {
        const answers = { [owner]: 'Jed', [nextDate]: '2026-12-06', [`setting.${WINDOW}`]: text };
        await finishStep(sam, { ...(await act(WINDOW)), answers });
      },
      `setting.${WINDOW}`,
    ],
    'a fact of the machine at the end of a step': [
      async (text) => {
        const facts = { 'machine.chip': 'Apple M4', 'machine.serial': 'C02ABC1234' };
        const answers = { ...facts, 'machine.model': text };
        await finishStep(sam, { ...(await act(READ_MODEL)), reason: 'Read by eye.', answers });
      },
      'machine.model',
    ],
    'a version': [
      async (text) => finishStep(sam, { ...(await act()), answers: { version: text.split(' ')[0] } }),
      'version',
    ],
  };
}

function writersOfRecord({ clientId }: RunFixture): Writers {
  const referenced = { clientId, slotId: 'slack.bot-token' };
  const machine = Object.fromEntries(MACHINE_FIELD_NAMES.map((name) => [name, '']));
  return {
    'a vault reference': [
      (text) => setVaultReference(sam, referenced, { reference: `op://Acme/${text}/key`, label: '' }),
      'reference',
    ],
    'the label of a reference': [
      (label) => setVaultReference(sam, referenced, { reference: 'op://Acme/Slack/key', label }),
      'label',
    ],
    'the notes of a client': [
      (notes) => changeNotes(sam, { clientId, basis: formBasis({ notes: '' }), fields: { notes } }),
      'notes',
    ],
    'a machine’s record': [
      (location) => addMachine(sam, clientId, { ...machine, name: 'harbor-mini-02', location }),
      'location',
    ],
    'a machine’s name in the network': [
      (text) =>
        addMachine(sam, clientId, {
          ...machine,
          name: 'harbor-mini-03',
          tailscaleName: text.split(' ')[0],
        }),
      'tailscaleName',
    ],
    'an answer on a client’s page': [
      async (text) => {
        const fields = { [`setting:${WINDOW}`]: text };
        await changeSettings(sam, { ...(await settingsForm(clientId)), fields });
      },
      `setting:${WINDOW}`,
    ],
  };
}

function writersOfWizard(draftId: string): Writers {
  return {
    'a field of the wizard as it is typed': [
      (value) => saveAnswer(sam, draftId, { field: 'location', value, expectedRevision: 0 }),
      'location',
    ],
    'a step of the wizard': [
      async (notes) => continueClient(sam, draftId, await formOf(sam, draftId, { name: 'Harbor', notes })),
      'notes',
    ],
  };
}

const ownWriters: Writers = {
  'the description of a value of ours': [
    (description) =>
      storeOwnSecret(sam, { path: 'user/KEY', category: 'LLM', description }, new SecretValue('x')),
    'description',
  ],
  'a text of the catalogue': [
    async (why) => saveEntry(ada, await form({ part: 'step', id: 'power.set' }, { why })),
    'why',
  ],
};

async function settingsForm(clientId: string) {
  const componentId = 'updates-gatekeeper';
  const asked = await readComponentSettings(sam, clientId, componentId);
  const basis = formBasis(Object.fromEntries(asked.map(({ setting, value }) => [setting.key, value])));
  return { clientId, componentId, basis };
}

/** Whether a text stands anywhere in the database, in whatever table. */
async function isKept(text: string): Promise<boolean> {
  const { rows } = await board.superuserPool.query(
    `select position($1 in schema_to_xml('public', true, false, '')::text) > 0 as kept`,
    [text],
  );
  return rows[0].kept;
}

async function publishFormat(typed: Record<string, string>): Promise<void> {
  await saveEntry(ada, await form(slot, typed, 'openrouter'));
  await publish(ada, 'openrouter');
}

test('what the release takes for plain text is refused everywhere once an admin published its format, and not kept', async () => {
  const before = await freshPlaces('formats-before');
  for (const [place, [write]] of Object.entries(writers(before.run, before.draft.draftId))) {
    const key = letters();
    await write(`harbor-live-${key} is it`);
    if (place !== 'pasted output') expect(await isKept(key), place).toBe(true);
  }
  await publishFormat(harborFormat);
  const after = await freshPlaces('formats-after');
  for (const [place, [write, field]] of Object.entries(writers(after.run, after.draft.draftId))) {
    const key = letters();
    const refused: unknown = await write(`harbor-live-${key} is it`).catch((error: unknown) => error);
    if (!(refused instanceof AppError)) throw new Error(`${place} was not refused.`);
    expect(refused.fieldErrors, place).toEqual({ [field]: [expect.any(String)] });
    const words = `${refused.message} ${refused.fieldErrors?.[field]?.[0]}`;
    // A version has words of its own: they say what to enter in its place.
    if (field !== 'version') expect(words, place).toContain('looks like the Harbor key');
    expect(words, place).not.toContain(key.slice(0, 6));
    expect(await isKept(key), place).toBe(false);
  }
});

test('a format that is not in force any more is not looked for', async () => {
  await publishFormat({ 'format.pattern': '^moor-[a-z]{24}$', 'format.wants': 'the Moor key' });
  const { runbookId } = await clientWithRun(sam, 'formats-restored');
  const noting = async () =>
    noteStep(sam, { ...(await actOn(sam, runbookId, FIRST)), note: `moor-${letters()}` });
  await expect(noting()).rejects.toMatchObject({ code: 'invalid' });
  const { version } = await readCatalogue();
  await restoreShipped(ada, { componentId: 'openrouter', version });
  await noting();
});

test('a draft is judged by its own formats, and so is the note it is published with; a client’s run is not', async () => {
  const [pier, key] = ['^pier_[a-z]{24}$', letters()];
  const description = `Like pier_${key}`;
  const typed = { 'format.pattern': pier, 'format.wants': 'the Pier key' };
  await expect(
    saveEntry(ada, await form(slot, { ...typed, description }, 'openrouter')),
  ).rejects.toMatchObject({
    fieldErrors: { description: [expect.stringContaining('looks like the Pier key')] },
  });
  await saveEntry(ada, await form(slot, typed, 'openrouter'));
  const hook = newPart('setting', 'openrouter', { key: 'openrouter.hook', label: `The pier_${key}` });
  await expect(addEntry(ada, hook)).rejects.toMatchObject({ fieldErrors: { label: [expect.any(String)] } });
  const { draft } = await readEdited(board.db, 'openrouter');
  const publishing = { componentId: 'openrouter', revision: draft?.revision, note: description };
  await expect(publishDraft(ada, publishing)).rejects.toMatchObject({
    fieldErrors: { note: [expect.any(String)] },
  });
  expect(await isKept(key)).toBe(false);
  expect((await readEdited(board.db, 'openrouter')).draft).toEqual(draft);
  const { runbookId } = await clientWithRun(sam, 'formats-drafted');
  await noteStep(sam, { ...(await actOn(sam, runbookId, FIRST)), note: description });
});

test('a published format that ordinary words fit stops nobody from writing them', async () => {
  await publishFormat({ 'format.pattern': '^Anna.*|.' });
  const { runbookId } = await clientWithRun(sam, 'formats-too-wide');
  await noteStep(sam, { ...(await actOn(sam, runbookId, FIRST)), note: 'Anna has the vault.' });
});
