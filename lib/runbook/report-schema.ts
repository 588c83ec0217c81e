import { z } from 'zod';
import { phases } from '@/lib/catalogue/phases';
import { places } from '@/lib/catalogue/schema';
import { RUN_KINDS } from '@/lib/clients/run-kind';
import { STEP_STATES } from '@/lib/runbook/schema';

/** Where the schema is published, on every board. A change that breaks a reader gets another number. */
export const REPORT_SCHEMA_PATH = '/api/schemas/run-report-v1';

const moment = z.iso.datetime();
const minutes = z.number().min(0);
const deed = z.strictObject({ by: z.string(), at: moment });

const imageSchema = deed
  .extend({
    mime: z.string(),
    bytes: z.int().positive(),
    sha256: z.string().describe('Hexadecimal, of the image as the board keeps it.'),
    afterClosing: z.boolean(),
    removed: deed.extend({ reason: z.string() }).nullable(),
  })
  .describe('An image that proves the step. Its bytes stay on the board.');

const stepSchema = z.strictObject({
  id: z.string().describe('Stable across runbooks.'),
  position: z.int().positive(),
  title: z.string(),
  component: z.string(),
  phase: z.enum(phases),
  where: z.enum(places),
  required: z.boolean(),
  state: z.enum(STEP_STATES),
  deed: deed.nullable().describe('Who brought it into this state, and when.'),
  inRunbook: z.int().positive().describe('The number of the runbook in which that was.'),
  verified: z.enum(['matched', 'confirmed']).nullable().describe('By its output, or by a person.'),
  version: z.string().nullable(),
  reason: z.string().nullable(),
  evidence: z.string().nullable().describe('What proves the step where no output does.'),
  notes: z.array(deed.extend({ text: z.string(), afterClosing: z.boolean() })),
  images: z.array(imageSchema),
  workedMinutes: minutes,
  estimateMinutes: minutes,
});

const installedSchema = z.strictObject({
  component: z.string(),
  version: z.string(),
  verifiedHow: z.string(),
  verifiedBy: z.string(),
});

const slotSchema = z.strictObject({
  key: z.string(),
  name: z.string(),
  tag: z.enum(['our-managed', 'client-supplied']),
  onMachine: deed
    .extend({ valueVersion: z.int().positive().nullable(), validUntil: z.iso.date().nullable() })
    .nullable(),
});

const eventSchema = z.strictObject({
  seq: z.int().nonnegative(),
  at: moment,
  by: z.string(),
  words: z.string(),
  step: z.int().positive().nullable().describe('The position of the step it concerns.'),
});

/** The report of a run as a file. It has no place for a value, a reference or an account's name. */
export const reportSchema = z
  .strictObject({
    $schema: z.string(),
    exportedAt: moment,
    client: z.strictObject({ slug: z.string(), name: z.string() }),
    machine: z.strictObject({
      name: z.string(),
      facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
    }),
    runbook: z.strictObject({
      id: z.uuid(),
      kind: z.enum(RUN_KINDS),
      number: z.int().positive(),
      catalogueVersion: z.int().positive(),
      composedAt: moment,
      startedAt: moment.nullable(),
      closedAt: moment.nullable(),
    }),
    progress: z.strictObject({ settled: z.int().min(0), total: z.int().min(0) }),
    time: z.strictObject({ workedMinutes: minutes, estimateMinutes: minutes }),
    people: z.array(z.strictObject({ name: z.string(), steps: z.int().min(0), workedMinutes: minutes })),
    installed: z.array(installedSchema),
    waivers: z.array(deed.extend({ step: z.int().positive(), title: z.string(), reason: z.string() })),
    steps: z.array(stepSchema),
    slots: z.array(slotSchema),
    events: z.array(eventSchema),
  })
  .describe('Jed Board: the report of a run, version 1. Times are UTC.');
export type ReportFile = z.infer<typeof reportSchema>;
