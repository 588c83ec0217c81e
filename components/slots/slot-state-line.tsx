import { PrivateText } from '@/components/ui/private-text';
import { type State, StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import type { SlotState, WorkingSlot } from '@/lib/clients/schema';

const looks: Record<SlotState, State> = {
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

/** A slot's state in words: "stored, 73 characters, 10:42". Never anything of the value. */
export function SlotStateLine({ slot }: { slot: WorkingSlot }) {
  return (
    <span aria-live="polite">
      <StateWord state={stateOf(slot)}>{words(slot)}</StateWord>
    </span>
  );
}

function stateOf(slot: WorkingSlot): State {
  if (slot.generated && slot.state === 'stored') return 'generated';
  if (slot.state === 'missing' && !slot.required) return 'todo';
  return looks[slot.state];
}

function words(slot: WorkingSlot) {
  switch (slot.state) {
    case 'missing':
      return slot.required ? 'missing' : 'not provided, may stay so';
    case 'waiting-for-run':
      return 'during the run';
    case 'referenced':
      return 'reference recorded';
    case 'signed-in':
      return (
        <>
          signed in as <PrivateText instead="an account">{slot.signedInAs ?? 'somebody'}</PrivateText>
        </>
      );
    case 'revoked':
      return (
        slot.revoked && (
          <>
            revoked <Time at={slot.revoked.at} />, by <PrivateText>{slot.revoked.by}</PrivateText>
          </>
        )
      );
    case 'stored':
      return (
        <>
          {slot.generated ? 'generated' : 'stored'}
          {slot.characters !== null && `, ${slot.characters} characters`}
          {slot.lastRotatedAt !== null && (
            <>
              , <Time at={slot.lastRotatedAt} />
            </>
          )}
        </>
      );
    default:
      // The state's own word says it all.
      return undefined;
  }
}
