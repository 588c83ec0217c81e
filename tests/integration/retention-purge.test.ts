import { beforeAll, expect, test } from 'vitest';
import { type Actor, systemActor } from '@/lib/auth/actor';
import { AppError } from '@/lib/errors';
import { offboardClient, restoreClient } from '@/lib/retention/commands';
import { purgeClientEarly, purgeDueClient } from '@/lib/retention/purge';
import { readCertificate, readOffboarding } from '@/lib/retention/queries';
import { runRetention } from '@/lib/retention/run-retention';
import { actionsAbout } from '@/tests/support/audit-actions';
import { addClientWithValues, addPerson, reveal } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

let board: TestDatabase;
let admin: Actor;
let consultant: Actor;
let support: Actor;
const job = systemActor('job');

beforeAll(async () => {
  board = await testDatabase();
  [admin, consultant, support] = [
    (await addPerson(board.db, 'admin')).actor,
    (await addPerson(board.db, 'consultant')).actor,
    (await addPerson(board.db, 'support')).actor,
  ];
});

const newClient = () => addClientWithValues(board.db, consultant);

const offboardNow = (client: { id: string; slug: string }) =>
  offboardClient(admin, client.id, { retentionDays: 0, slug: client.slug });

async function rowsLeft(clientId: string) {
  const { rows } = await board.ownerPool.query<{ values: number; refs: number; salt: Buffer | null }>(
    `select (select count(*)::int from client_credentials where client_id = $1) as values,
            (select count(*)::int from client_vault_references where client_id = $1) as refs,
            (select kdf_salt from clients where id = $1) as salt`,
    [clientId],
  );
  return rows[0];
}

const actionsOf = (clientId: string) => actionsAbout(board.ownerPool, clientId);

/** Moves the purge date into the past, as time would. */
async function letTheDatePass(clientId: string): Promise<void> {
  await board.ownerPool.query(
    `update clients set offboarded_at = offboarded_at - interval '40 days',
                        purge_after = purge_after - interval '40 days' where id = $1`,
    [clientId],
  );
}

test('an offboarded client keeps every value until its date, and a run before the date destroys nothing', async () => {
  const client = await newClient();
  const before = await rowsLeft(client.id);
  await offboardClient(consultant, client.id);
  await runRetention(job);
  expect(await rowsLeft(client.id)).toEqual(before);
  expect((await reveal(consultant, client.id)).length).toBe(73);
  expect(await readOffboarding(support, client.slug)).toMatchObject({ state: 'keeping', retentionDays: 30 });
});

test('with 0 days the values are due at once, and the next run destroys them', async () => {
  const client = await newClient();
  await offboardNow(client);
  await expect(reveal(consultant, client.id)).rejects.toMatchObject({ code: 'retention-due' });
  const report = await runRetention(job);
  expect(report.purged.map((outcome) => outcome.clientId)).toContain(client.id);
  expect(await rowsLeft(client.id)).toEqual({ values: 0, refs: 0, salt: null });
});

test('past its date a value is refused although no run ever came', async () => {
  const client = await newClient();
  await offboardClient(consultant, client.id);
  await letTheDatePass(client.id);
  await expect(reveal(consultant, client.id)).rejects.toMatchObject({ code: 'retention-due' });
  expect((await rowsLeft(client.id))?.values).toBeGreaterThan(0);
  expect(await actionsOf(client.id)).toContain('credential.reveal-refused');
});

test('a client is restored with its values before the date, and refused after it', async () => {
  const client = await newClient();
  await offboardClient(consultant, client.id);
  await restoreClient(consultant, client.id);
  expect((await reveal(consultant, client.id)).length).toBe(73);
  await offboardClient(consultant, client.id);
  await letTheDatePass(client.id);
  await expect(restoreClient(admin, client.id)).rejects.toMatchObject({ code: 'retention-due' });
  await runRetention(job);
  await expect(restoreClient(admin, client.id)).rejects.toMatchObject({ code: 'retention-due' });
});

test('a purge removes rows, references and salt, and says so per slot in the audit log', async () => {
  const client = await newClient();
  await offboardClient(consultant, client.id);
  await purgeClientEarly(admin, client.id, { slug: client.slug });
  expect(await rowsLeft(client.id)).toEqual({ values: 0, refs: 0, salt: null });
  const actions = await actionsOf(client.id);
  const destroyed = actions.filter((action) => action === 'credential.destroyed');
  expect(destroyed).toHaveLength(client.generated + 1);
  expect(actions.at(-1)).toBe('client.purged');
});

test('a purged client takes no value and does not come back, not even for the owner of the tables', async () => {
  const client = await newClient();
  await offboardNow(client);
  await runRetention(job);
  await expect(
    board.ownerPool.query('update clients set purged_at = null, kdf_salt = $2 where id = $1', [
      client.id,
      Buffer.alloc(32),
    ]),
  ).rejects.toMatchObject({ code: '42501' });
});

test('two purges at once leave one certificate, and the second is told', async () => {
  const client = await newClient();
  await offboardClient(consultant, client.id);
  const outcomes = await Promise.allSettled([
    purgeClientEarly(admin, client.id, { slug: client.slug }),
    purgeClientEarly(admin, client.id, { slug: client.slug }),
  ]);
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  const certificates = await board.ownerPool.query('select 1 from purge_certificates where client_id = $1', [
    client.id,
  ]);
  expect(certificates.rowCount).toBe(1);
});

test('two runs at once purge a client once, and neither reports a failure', async () => {
  const client = await newClient();
  await offboardNow(client);
  const reports = await Promise.all([runRetention(job), runRetention(job)]);
  expect(reports.flatMap((report) => report.purged).filter((row) => row.clientId === client.id)).toHaveLength(
    1,
  );
  expect(reports.flatMap((report) => report.failed)).toEqual([]);
});

test('a client that somebody holds is left for the next run, and the others are purged all the same', async () => {
  const [held, free] = [await newClient(), await newClient()];
  for (const client of [held, free]) await offboardNow(client);
  const holder = await board.ownerPool.connect();
  try {
    await holder.query('begin');
    await holder.query('select 1 from clients where id = $1 for update', [held.id]);
    const report = await runRetention(job);
    expect(report.purged.map((row) => row.clientId)).toContain(free.id);
    expect(report.failed.map((row) => row.clientId)).toEqual([held.id]);
  } finally {
    await holder.query('rollback');
    holder.release();
  }
  expect((await runRetention(job)).purged.map((row) => row.clientId)).toEqual([held.id]);
});

test('a purge that cannot write the audit log destroys nothing', async () => {
  const client = await newClient();
  await offboardNow(client);
  const before = await rowsLeft(client.id);
  await board.ownerPool.query('revoke insert on audit_events from jed_board_app');
  try {
    const report = await runRetention(job);
    expect(report.failed.map((row) => row.clientId)).toContain(client.id);
    expect(await rowsLeft(client.id)).toEqual(before);
  } finally {
    await board.ownerPool.query('grant insert on audit_events to jed_board_app');
  }
  expect((await runRetention(job)).purged.map((row) => row.clientId)).toContain(client.id);
});

test('purging early needs an admin and the client’s own slug, and only after offboarding', async () => {
  const client = await newClient();
  await expect(purgeClientEarly(admin, client.id, { slug: client.slug })).rejects.toMatchObject({
    code: 'conflict',
  });
  await offboardClient(consultant, client.id);
  const refusals = [
    purgeClientEarly(consultant, client.id, { slug: client.slug }),
    purgeClientEarly(support, client.id, { slug: client.slug }),
    purgeClientEarly(admin, client.id, { slug: 'another' }),
    purgeClientEarly(admin, client.id, {}),
    purgeDueClient(consultant, client.id),
    runRetention(consultant),
  ];
  const codes = (await Promise.allSettled(refusals)).map((outcome) =>
    outcome.status === 'rejected' && outcome.reason instanceof AppError ? outcome.reason.code : 'allowed',
  );
  expect(codes).toEqual(['forbidden', 'forbidden', 'invalid', 'invalid', 'forbidden', 'forbidden']);
  expect((await rowsLeft(client.id))?.values).toBeGreaterThan(0);
});

test('a consultant offboards with the client’s own days only, and support not at all', async () => {
  const client = await newClient();
  await expect(
    offboardClient(consultant, client.id, { retentionDays: 0, slug: client.slug }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  await expect(offboardClient(support, client.id)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(offboardClient(admin, client.id, { retentionDays: -1 })).rejects.toMatchObject({
    code: 'invalid',
  });
  await expect(offboardClient(admin, client.id, { retentionDays: '3651' })).rejects.toMatchObject({
    code: 'invalid',
  });
  await offboardClient(consultant, client.id, { retentionDays: 30 });
  await expect(offboardClient(admin, client.id)).rejects.toMatchObject({ code: 'conflict' });
});

test('offboarding with 0 days wants the slug typed, because nothing can be undone', async () => {
  const client = await newClient();
  for (const slug of [undefined, '', 'another']) {
    await expect(offboardClient(admin, client.id, { retentionDays: 0, slug })).rejects.toMatchObject({
      code: 'invalid',
    });
  }
  expect(await readOffboarding(admin, client.slug)).toMatchObject({ state: 'active' });
});

test('a certificate names what was destroyed, without any value, and is found valid', async () => {
  const client = await newClient();
  await offboardClient(consultant, client.id);
  await purgeClientEarly(admin, client.id, { slug: client.slug });
  const certificate = await readCertificate(support, client.slug);
  expect(certificate.verdict).toBe('valid');
  expect(certificate.statement).toMatchObject({
    cause: 'early',
    by: { id: admin.id, name: 'Test admin' },
    offboardedBy: { id: consultant.id, name: 'Test consultant', via: 'web' },
    retentionDays: 30,
  });
  expect(certificate.statement.values.map((value) => value.key)).toContain('OPENROUTER_API_KEY');
  expect(certificate.statement.references.map((value) => value.key)).toEqual(['SLACK_BOT_TOKEN']);
  expect(certificate.signedText).not.toMatch(/sk-or-v1|op:\/\//);
});

test('a certificate of the board’s own purge names who offboarded last and with how many days', async () => {
  const client = await newClient();
  await offboardClient(consultant, client.id);
  await restoreClient(consultant, client.id);
  await offboardNow(client);
  expect(await readOffboarding(admin, client.slug)).toMatchObject({ state: 'due', purgeUnderWay: true });
  await runRetention(job);
  expect((await readCertificate(admin, client.slug)).statement).toMatchObject({
    cause: 'due',
    by: { name: 'Jed Board' },
    offboardedBy: { id: admin.id, name: 'Test admin' },
    retentionDays: 0,
  });
});

test('a certificate that was edited in the database is found broken', async () => {
  const client = await newClient();
  await offboardNow(client);
  await runRetention(job);
  await board.superuserPool.query('alter table purge_certificates disable trigger all');
  await board.superuserPool.query(
    `update purge_certificates set statement = jsonb_set(statement, '{client,name}', '"Somebody else"') where client_id = $1`,
    [client.id],
  );
  await board.superuserPool.query('alter table purge_certificates enable trigger all');
  expect((await readCertificate(admin, client.slug)).verdict).toBe('broken');
});
