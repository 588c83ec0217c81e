import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import type { SlotGap } from '@/lib/clients/slot-gap';

/** "v2 copied today 10:42, not marked pasted": what stands between a stored value and the machine. */
export function GapWords({ gap, className }: { gap: SlotGap; className?: string }) {
  if (gap.kind === 'unmarked') {
    return (
      <StateWord state="waiting" className={className}>
        v{gap.valueVersion} copied <Time at={gap.copiedAt} />, not marked pasted
      </StateWord>
    );
  }
  return (
    <StateWord state="rotation-due" className={className}>
      old version pasted: v{gap.pastedVersion} on the machine, v{gap.valueVersion} stored
      {gap.copiedAt && (
        <>
          , copied <Time at={gap.copiedAt} /> and not marked since
        </>
      )}
    </StateWord>
  );
}
