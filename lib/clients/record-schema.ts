import { z } from 'zod';

const CONTROL = /\p{Cc}/gu;
// Embeddings and overrides turn the reading direction of whatever follows; a right-to-left name needs none.
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/gu;

const line = (max: number) =>
  z
    .string()
    .transform((text) => text.replace(CONTROL, ' ').replace(DIRECTION, '').trim().normalize('NFC'))
    .refine((text) => text.length <= max, `Keep this under ${max} characters.`);

const fitting = (max: number, pattern: RegExp, message: string) =>
  line(max).refine((text) => text === '' || pattern.test(text), message);

/** Whom to ring, and what the client is called on the board. */
export const contactSchema = z.object({
  name: line(120).refine((text) => text !== '', 'Enter the client’s name.'),
  contactName: line(120),
  contactEmail: fitting(
    200,
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
    'This is no e-mail address. Write it like ana@example.com, or leave it empty.',
  ),
  contactPhone: line(60),
});

export const notesSchema = z.object({
  notes: z.string().trim().max(5000, 'Keep the notes under 5,000 characters.'),
});

export const retentionDaysSchema = z.object({
  retentionDays: z
    .string()
    .trim()
    .regex(/^\d{1,4}$/, 'Enter a number of days from 0 to 3650.')
    .transform(Number)
    .refine((days) => days <= 3650, 'Enter a number of days from 0 to 3650.'),
});

const optionalDay = z
  .union([z.literal(''), z.iso.date('Enter a day, such as 2026-11-22, or leave it empty.')])
  .transform((day) => (day === '' ? null : day));

/** A check over two answers belongs to the whole form, so each form that asks for both takes it from here. */
export const warrantyOrder = {
  holds: ({ purchasedOn, warrantyUntil }: { purchasedOn: string | null; warrantyUntil: string | null }) =>
    purchasedOn === null || warrantyUntil === null || warrantyUntil >= purchasedOn,
  problem: { path: ['warrantyUntil'], message: 'The warranty ends before the purchase. Check both days.' },
};

/** The machine record. Everything but the name may be empty: a run writes most of it down. */
export const machineSchema = z
  .object({
    name: z
      .string()
      .trim()
      .min(1, 'Give the machine a name, such as harbor-realty-mini-01.')
      .max(48, 'Keep the machine’s name under 48 characters.')
      .regex(
        /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
        'Use lower-case letters, digits and hyphens, and begin and end with a letter or digit.',
      ),
    model: line(80),
    chip: line(60),
    serial: fitting(
      60,
      /^[A-Za-z0-9-]+$/,
      'A serial number has letters and digits only. Copy it from About This Mac.',
    ).transform((serial) => serial.toUpperCase()),
    macosBuild: line(40),
    macAddress: fitting(
      17,
      /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i,
      'Write six pairs, such as a4:83:e7:00:11:22.',
    ).transform((address) => address.toLowerCase()),
    hostname: fitting(63, /^[A-Za-z0-9][A-Za-z0-9.-]*$/, 'Use letters, digits, hyphens and dots.'),
    tailscaleName: fitting(120, /^[A-Za-z0-9][A-Za-z0-9.-]*$/, 'Use letters, digits, hyphens and dots.'),
    tailscaleIp: fitting(15, /^100(\.\d{1,3}){3}$/, 'A Tailscale address looks like 100.x.y.z.'),
    location: line(200),
    purchasedOn: optionalDay,
    warrantyUntil: optionalDay,
  })
  .refine(warrantyOrder.holds, warrantyOrder.problem);
export type MachineRecord = z.output<typeof machineSchema>;

export const MACHINE_FIELD_NAMES = [
  'name',
  'model',
  'chip',
  'serial',
  'macosBuild',
  'macAddress',
  'hostname',
  'tailscaleName',
  'tailscaleIp',
  'location',
  'purchasedOn',
  'warrantyUntil',
] as const satisfies readonly (keyof MachineRecord)[];
