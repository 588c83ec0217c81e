import type { ReactNode } from 'react';
import { KeyValues } from '@/components/ui/key-values';
import { PrivateText } from '@/components/ui/private-text';
import { SlotKey } from '@/components/ui/slot-key';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import { type RunKind, runbookTitle } from '@/lib/clients/run-kind';
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
  run: { id: string; kind: RunKind; number: number } | null;
  /** What it was finished as, the newest first. */
  ends: { runbookId: string; kind: RunKind; by: string; at: Date }[];
  /** Keys of our values that are on it still, once it was handed over. */
  stillOurs: string[];
  /** What may be done with it. */
  children?: ReactNode;
}

const given = (text: string) => (text === '' ? null : text);
const coded = (text: string) => ({ value: given(text), code: text !== '' });
const day = (text: string | null) => (text === null ? null : <Time at={`${text}T12:00:00Z`} as="day" />);

/** One machine: what it is, where it stands, how it is reached. */
export function MachineSection({ machine, disk, run, ends, stillOurs, children }: MachineSectionProps) {
  return (
    <Section
      id={`machine-${machine.id}`}
      title={<span className="font-mono">{machine.name}</span>}
      beside={run !== null && <TextLink href={`/runbooks/${run.id}`}>{runbookTitle(run)}</TextLink>}
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
      <Ends ends={ends} stillOurs={stillOurs} />
      {children}
    </Section>
  );
}

const endWords: Readonly<Record<RunKind, string>> = {
  install: 'Installed',
  'hand-over': 'Handed over',
  offboarding: 'Out of our service',
};

/** That the machine was handed over or taken out of service, when and by whom, and what of it still is ours. */
function Ends({ ends, stillOurs }: Pick<MachineSectionProps, 'ends' | 'stillOurs'>) {
  if (ends.length === 0) return null;
  return (
    <KeyValues
      className="mt-4"
      items={[
        ...ends.map(({ runbookId, kind, by, at }) => ({
          key: runbookId,
          label: endWords[kind],
          value: (
            <>
              <Time at={at} />, by <PrivateText>{by}</PrivateText> ·{' '}
              <TextLink href={`/runbooks/${runbookId}/report`}>report</TextLink>
            </>
          ),
        })),
        {
          key: 'ours',
          label: 'Still ours on it',
          value:
            stillOurs.length === 0 ? (
              'nothing'
            ) : (
              <span className="flex flex-wrap gap-x-3 gap-y-1">
                {stillOurs.map((key) => (
                  <SlotKey key={key} name={key} className="text-12" />
                ))}
              </span>
            ),
        },
      ]}
    />
  );
}
