import type { MachineField } from '@/lib/catalogue/schema';

export interface MachineFieldRule {
  label: string;
  /** What a sound answer looks like; safe in every shell and every list. */
  pattern: RegExp;
  hint: string;
  /** Where it stands in the output of its command. */
  found: RegExp;
}

/** The facts that a run writes into the machine record, and how they are read from what the Mac printed. */
export const MACHINE_FIELDS: Readonly<Record<MachineField, MachineFieldRule>> = {
  model: {
    label: 'Model',
    pattern: /^[A-Za-z0-9][A-Za-z0-9 ,.()-]{0,79}$/,
    hint: 'such as Mac16,10',
    found: /Model Identifier:\s*(\S.*)$/m,
  },
  chip: {
    label: 'Chip',
    pattern: /^[A-Za-z0-9][A-Za-z0-9 .-]{0,59}$/,
    hint: 'such as Apple M4',
    found: /Chip:\s*(\S.*)$/m,
  },
  serial: {
    label: 'Serial number',
    pattern: /^[A-Z0-9]{8,14}$/,
    hint: '8 to 14 capitals and digits',
    found: /Serial Number[^:]*:\s*(\S+)/m,
  },
  macosBuild: {
    label: 'macOS',
    pattern: /^\d{2}(\.\d{1,2}){0,2}( \([0-9A-Za-z]{3,10}\))?$/,
    hint: 'such as 26.1 (25B78)',
    found: /ProductVersion:\s*(\S+)/m,
  },
  macAddress: {
    label: 'MAC address',
    pattern: /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i,
    hint: 'six pairs, such as a4:83:e7:00:11:22',
    found: /Ethernet Address:\s*([0-9a-fA-F:]{17})/m,
  },
  hostname: {
    label: 'Host name',
    pattern: /^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/,
    hint: 'letters, digits and hyphens',
    found: /^([A-Za-z0-9][A-Za-z0-9-]{0,62})$/m,
  },
  tailscaleName: {
    label: 'Tailscale name',
    pattern: /^[A-Za-z0-9][A-Za-z0-9.-]{0,120}$/,
    hint: 'the name tailscale status shows',
    found: /^100\.[\d.]+\s+(\S+)/m,
  },
  tailscaleIp: {
    label: 'Tailscale address',
    pattern: /^100\.\d{1,3}\.\d{1,3}\.\d{1,3}$/,
    hint: '100.x.y.z',
    found: /\b(100\.\d{1,3}\.\d{1,3}\.\d{1,3})\b/,
  },
};

/** What is wrong with an answer, in words for the person at the step; null when it is sound. */
export function machineFieldProblem(field: MachineField, answer: string): string | null {
  const { label, pattern, hint } = MACHINE_FIELDS[field];
  if (answer === '') return `Enter the ${lowerFirst(label)}: ${hint}.`;
  return pattern.test(answer) ? null : `That does not look like the ${lowerFirst(label)}. Expected: ${hint}.`;
}

/** The field that a form's name such as `machine.serial` stands for. */
export function machineFieldOf(name: string): MachineField | null {
  const field = name.startsWith('machine.') ? name.slice('machine.'.length) : '';
  return isMachineField(field) ? field : null;
}

function isMachineField(name: string): name is MachineField {
  return Object.hasOwn(MACHINE_FIELDS, name);
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** What can be read of the wanted fields from the lines of an output. */
export function machineFactsIn(
  lines: readonly string[],
  wanted: readonly MachineField[],
): Partial<Record<MachineField, string>> {
  const text = lines.join('\n');
  const facts: Partial<Record<MachineField, string>> = {};
  for (const field of wanted) {
    const rule = MACHINE_FIELDS[field];
    const value = withBuild(field, rule.found.exec(text)?.[1]?.trim(), text);
    if (value !== undefined && rule.pattern.test(value)) facts[field] = value;
  }
  return facts;
}

function withBuild(field: MachineField, value: string | undefined, text: string): string | undefined {
  if (field !== 'macosBuild' || value === undefined) return value;
  const build = /BuildVersion:\s*(\S+)/.exec(text)?.[1];
  return build === undefined ? value : `${value} (${build})`;
}
