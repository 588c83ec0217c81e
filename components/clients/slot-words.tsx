import type { Custody } from '@/components/ui/custody';
import { PrivateText } from '@/components/ui/private-text';
import { type State, StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import type { CustodyFace as Face, RedactedSlot, SlotState } from '@/lib/clients/schema';
import { GapWords } from './gap-words';

const looks: Readonly<Record<SlotState, State>> = {
  missing: 'missing',
  expired: 'expired',
  'due-for-rotation': 'rotation-due',
  'waiting-for-run': 'not-started',
  referenced: 'stored',
  stored: 'stored',
  pasted: 'pasted',
  'signed-in': 'signed-in',
  spent: 'spent',
  revoked: 'revoked',
};

const custodies: Readonly<Record<Face, Custody>> = {
  'our-managed': 'our-managed',
  'client-supplied': 'client-supplied',
  device: 'on-device',
  infrastructure: 'infrastructure',
};

/** The glyph's name for a slot's face. */
export function custodyOfFace(face: Face): Custody {
  return custodies[face];
}

const classes: Readonly<Record<string, string>> = {
  infrastructure: 'the organisation’s own',
  per_install_generated: 'made for this client',
  user_prompt: 'entered by a person',
  remote_fetch: 'read from a vault at use',
  device_sign_in: 'signed in on the machine',
};

/** How a slot's value comes to exist, as people say it. */
export function classWords(slotClass: string): string {
  return classes[slotClass] ?? slotClass.replaceAll('_', ' ');
}

/** A slot's state for everybody: no length, no reference, no account. */
export function SlotStateWords({ slot }: { slot: RedactedSlot }) {
  if (slot.state === 'missing' && !slot.required) return <StateWord state="todo">not provided</StateWord>;
  if (slot.state === 'missing' && slot.tag === 'client-supplied') {
    return <StateWord state="waiting">waiting for the client</StateWord>;
  }
  if (slot.state === 'waiting-for-run') return <StateWord state="not-started">during the run</StateWord>;
  if (slot.state === 'referenced') return <StateWord state="stored">reference recorded</StateWord>;
  return (
    <span className="inline-grid">
      <StateWord state={looks[slot.state]} />
      {slot.revoked !== null && (
        <span className="text-12 text-ink-muted">
          <PrivateText>{slot.revoked.by}</PrivateText>, <Time at={slot.revoked.at} />
        </span>
      )}
      {(slot.state === 'pasted' || slot.state === 'signed-in') && slot.placedAt !== null && (
        <span className="text-12 text-ink-muted">
          <PrivateText>{slot.placedBy}</PrivateText>, <Time at={slot.placedAt} />
        </span>
      )}
      {slot.expiresAt !== null && slot.state !== 'spent' && slot.revoked === null && (
        <span className="text-warn">
          {slot.state === 'expired' ? 'since ' : 'expires '}
          <Time at={slot.expiresAt} />
        </span>
      )}
      {slot.gaps.map(({ machineName, gap }) => (
        <span key={machineName} className="text-13">
          <GapWords gap={gap} /> <span className="font-mono text-12 text-ink-muted">{machineName}</span>
        </span>
      ))}
    </span>
  );
}
