import type { ReactNode } from 'react';
import { KeyValues } from '@/components/ui/key-values';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import { Section } from './section';

export interface MachineSectionProps {
  machine: {
    id: string;
    name: string;
    model: string;
    chip: string;
    serial: string;
    macosBuild: string;
    macAddress: string;
    hostname: string;
    tailscaleName: string;
    tailscaleIp: string;
    location: string;
    purchasedOn: string | null;
    warrantyUntil: string | null;
  };
  /** How the client wants the disk protected; null while unanswered. */
  disk: { words: string | null; href: string } | null;
  run: { id: string; number: number } | null;
  /** What may be done with it. */
  children?: ReactNode;
}

const given = (text: string) => (text === '' ? null : text);
const coded = (text: string) => ({ value: given(text), code: text !== '' });
const day = (text: string | null) => (text === null ? null : <Time at={`${text}T12:00:00Z`} as="day" />);

/** One machine: what it is, where it stands, how it is reached. */
export function MachineSection({ machine, disk, run, children }: MachineSectionProps) {
  return (
    <Section
      id={`machine-${machine.id}`}
      title={<span className="font-mono">{machine.name}</span>}
      beside={run !== null && <TextLink href={`/runbooks/${run.id}`}>Runbook v{run.number}</TextLink>}
    >
      <div className="grid gap-x-10 lg:grid-cols-2">
        <KeyValues
          items={[
            { key: 'model', label: 'Model', value: given(machine.model) },
            { key: 'chip', label: 'Chip', value: given(machine.chip) },
            { key: 'serial', label: 'Serial number', ...coded(machine.serial) },
            { key: 'macos', label: 'macOS', ...coded(machine.macosBuild) },
            { key: 'location', label: 'Location', value: given(machine.location) },
            { key: 'bought', label: 'Bought on', value: day(machine.purchasedOn) },
            { key: 'warranty', label: 'Warranty until', value: day(machine.warrantyUntil) },
          ]}
        />
        <KeyValues
          items={[
            { key: 'mac', label: 'MAC address', ...coded(machine.macAddress) },
            { key: 'host', label: 'Host name', ...coded(machine.hostname) },
            { key: 'tailscale', label: 'Tailscale name', ...coded(machine.tailscaleName) },
            { key: 'ip', label: 'Tailscale address', ...coded(machine.tailscaleIp) },
            ...(disk === null
              ? []
              : [
                  {
                    key: 'disk',
                    label: 'Disk encryption',
                    value: <TextLink href={disk.href}>{disk.words ?? 'not answered yet'}</TextLink>,
                  },
                ]),
          ]}
        />
      </div>
      {children}
    </Section>
  );
}
