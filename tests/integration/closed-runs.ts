import { v7 as uuidV7 } from 'uuid';
import { workTimes } from '@/lib/runbook/report-durations';
import type { TestDatabase } from '@/tests/support/postgres';

const DAY = Date.UTC(2026, 8, 14, 8);

interface HandmadeStep {
  stepId: string;
  componentId: string;
  estimateMinutes: number;
}

/** One line of a run's log: minutes since it began, what happened, to which step. */
export type HandmadeAct = readonly [
  minute: number,
  kind: string,
  stepId: string | null,
  more?: { reason?: string },
];

interface HandmadeRun {
  steps: readonly HandmadeStep[];
  acts: readonly HandmadeAct[];
  kind?: 'install' | 'hand-over' | 'offboarding';
  /** Days by which the whole run lies after 14 September 2026. */
  daysLater?: number;
  continues?: readonly string[];
  /** Left open if false. */
  closes?: boolean;
}

const REVISED = [
  'claimed',
  'released',
  'done',
  'failed',
  'blocked',
  'skipped',
  'waived',
  'undone',
  'mismatched',
];

/** Writes runs as the product would have, at moments that can be reckoned with. */
export function closedRuns(board: TestDatabase) {
  const clientId = uuidV7();
  const actorId = uuidV7();
  let machines = 0;

  async function write(run: HandmadeRun): Promise<string> {
    const [runbookId, machineId] = [uuidV7(), uuidV7()];
    const begin = DAY + (run.daysLater ?? 0) * 86_400_000;
    const end = begin + ((run.acts.at(-1)?.[0] ?? 0) + 1) * 60_000;
    const ask = (text: string, values: unknown[]) => board.ownerPool.query(text, values);
    await ask(
      `insert into clients (id, slug, name, kdf_salt, created_by, submitted_at) values ($1, 'closed-runs', 'Closed', decode(repeat('07', 32), 'hex'), $1, now())
       on conflict do nothing`,
      [clientId],
    );
    machines += 1;
    await ask('insert into machines (id, client_id, name) values ($1, $2, $3)', [
      machineId,
      clientId,
      `m-${machines}`,
    ]);
    await ask(
      `insert into runbooks (id, client_id, machine_id, kind, number, catalogue_version, scope_hash, composed_by, started_at,
         closed_at, continued_ids) values ($1, $2, $3, $4, 1, 1, 'x', $5, $6, $7, $8)`,
      [
        runbookId,
        clientId,
        machineId,
        run.kind ?? 'install',
        actorId,
        new Date(begin),
        run.closes === false ? null : new Date(end),
        run.continues ?? [],
      ],
    );
    for (const [index, { stepId, componentId, estimateMinutes }] of run.steps.entries()) {
      await ask(
        `insert into runbook_steps (runbook_id, step_id, component_id, position, phase, required, content)
         values ($1, $2, $3, $4, 'machine', true, $5)`,
        [runbookId, stepId, componentId, index + 1, { title: stepId, dependsOn: [], estimateMinutes }],
      );
    }
    const revisions = new Map<string, number>();
    for (const [minute, kind, stepId, more = {}] of run.acts) {
      const revises = stepId !== null && REVISED.includes(kind);
      const revision = revises ? (revisions.get(stepId) ?? 0) + 1 : null;
      if (stepId !== null && revision !== null) revisions.set(stepId, revision);
      const mismatched = kind === 'mismatched';
      const holds = ['failed', 'blocked', 'skipped', 'waived'].includes(kind);
      await ask(
        `insert into step_events (runbook_id, step_id, kind, revision, actor_id, reason, detail, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          runbookId,
          stepId,
          mismatched ? 'checked' : kind,
          revision,
          actorId,
          more.reason ?? (holds ? 'Because' : null),
          mismatched ? { matched: false } : {},
          new Date(begin + minute * 60_000),
        ],
      );
    }
    if (run.closes !== false) await ask('select record_run_results(array[$1::uuid])', [runbookId]);
    return runbookId;
  }

  return { write };
}

/** Minutes a step as the run's report has them. */
export function reportMinutes(acts: readonly HandmadeAct[]): ReadonlyMap<string, number> {
  return workTimes(
    acts.map(([minute, , stepId]) => ({ at: new Date(DAY + minute * 60_000), stepId, actorId: 'somebody' })),
  ).steps;
}
