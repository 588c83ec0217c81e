import { CommandBlock } from '@/components/ui/command-block';
import { Disclosure } from '@/components/ui/disclosure';
import type { CommandAlternative } from '@/lib/catalogue/schema';
import type { FrozenStep } from '@/lib/runbook/schema';
import { InlineCode } from './inline-code';
import { leavesBehind } from './leaves-behind';
import { SlotAction } from './slot-action';
import { SlotCopy } from './slot-copy';
import type { StepPartProps } from './step-part';

interface StepActionProps extends StepPartProps {
  action: FrozenStep['actions'][number];
}

/** One thing to do: read, type, or deal with a secret. */
export function StepAction({ action, ...part }: StepActionProps) {
  if (action.kind === 'instruction') {
    return (
      <p className="max-w-prose py-2">
        <InlineCode text={action.text} />
      </p>
    );
  }
  if (action.kind === 'secret') return <SlotAction slotId={action.slot} after={action.after} {...part} />;
  return (
    <div className="grid gap-1">
      <CommandBlock command={action.command} />
      <Note text={action.note} />
      <Leaves command={action.command} />
      {action.alternatives && (
        <Disclosure summary="Other ways" size="touch" className="print:hidden">
          <div className="grid gap-4">
            {action.alternatives.map((alternative) => (
              <Alternative key={alternative.label} alternative={alternative} {...part} />
            ))}
          </div>
        </Disclosure>
      )}
    </div>
  );
}

function Alternative({ alternative, ...part }: StepPartProps & { alternative: CommandAlternative }) {
  return (
    <div className="grid gap-1">
      <p className="font-medium text-14">{alternative.label}</p>
      {alternative.kind === 'command' ? (
        <CommandBlock command={alternative.command} label={alternative.label} />
      ) : (
        <SlotCopy slotId={alternative.slot} form="line" {...part} />
      )}
      <Note text={alternative.note} />
      {alternative.kind === 'command' && <Leaves command={alternative.command} />}
    </div>
  );
}

/** What of a value a command leaves behind, and where. */
function Leaves({ command }: { command: string }) {
  const leaves = leavesBehind(command);
  return leaves === null ? null : <p className="max-w-prose text-14 text-ink-muted">{leaves}</p>;
}

function Note({ text }: { text: string | undefined }) {
  return text === undefined ? null : (
    <p className="max-w-prose text-14 text-ink-muted">
      <InlineCode text={text} />
    </p>
  );
}
