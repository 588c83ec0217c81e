import type { MachineOffboarding, OffboardingFacts } from '@/components/retention/offboarding-view';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { DialogButton } from '@/components/ui/dialog';
import { LinkButton } from '@/components/ui/link-button';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';

interface OffboardingRunsProps {
  facts: Pick<OffboardingFacts, 'clientId' | 'name' | 'offboardingStartedAt'>;
  machines: readonly MachineOffboarding[];
  mayWork: boolean;
  start: FormAction<never>;
  /** Takes a begun offboarding back; null where restoring the client does. */
  callOff: FormAction<undefined> | null;
}

/** The machines, each with the run that takes it out of service. */
export function OffboardingRuns(props: OffboardingRunsProps) {
  const { facts, machines, mayWork, start, callOff } = props;
  if (machines.length === 0) return null;
  return (
    <section aria-labelledby="machines" className="grid max-w-prose justify-items-start gap-3 text-16">
      <h2 id="machines" className="font-semibold text-16">
        Machines
      </h2>
      <p>
        The offboarding run of a machine takes our keys and the client’s out of force and clears the machine.
        Once it is started, the client is offboarding.
      </p>
      <ul className="grid w-full">
        {machines.map((machine) => (
          <li
            key={machine.machineId}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-b py-2.5 last:border-b-0"
          >
            <span className="font-mono text-14 [overflow-wrap:anywhere]">{machine.machineName}</span>
            <MachineRun clientId={facts.clientId} machine={machine} mayWork={mayWork} start={start} />
          </li>
        ))}
      </ul>
      {callOff !== null && mayWork && facts.offboardingStartedAt !== null && (
        <CallOff facts={facts} callOff={callOff} />
      )}
    </section>
  );
}

type MachineRunProps = Pick<OffboardingRunsProps, 'mayWork' | 'start'> & {
  clientId: string;
  machine: MachineOffboarding;
};

function MachineRun({ clientId, machine, mayWork, start }: MachineRunProps) {
  const { machineId, machineName, run } = machine;
  if (run !== null && run.closedAt === null) {
    return (
      <LinkButton href={`/runbooks/${run.runbookId}`}>
        {mayWork ? 'Continue the offboarding run' : 'Watch the offboarding run'}
        <span className="sr-only"> on {machineName}</span>
      </LinkButton>
    );
  }
  if (run?.closedAt != null && !run.endedEarly) {
    return (
      <span className="text-14">
        Out of our service since <Time at={run.closedAt} /> ·{' '}
        <TextLink href={`/runbooks/${run.runbookId}/report`}>report</TextLink>
      </span>
    );
  }
  if (!mayWork) return <span className="text-14 text-ink-muted">not begun</span>;
  return (
    <ActionForm action={start}>
      <input type="hidden" name="clientId" value={clientId} />
      <input type="hidden" name="machineId" value={machineId} />
      <input type="hidden" name="kind" value="offboarding" />
      <SubmitButton variant="secondary" busyLabel="Starting…">
        Start the offboarding run
        <span className="sr-only"> on {machineName}</span>
      </SubmitButton>
    </ActionForm>
  );
}

function CallOff({
  facts,
  callOff,
}: {
  facts: OffboardingRunsProps['facts'];
  callOff: FormAction<undefined>;
}) {
  return (
    <DialogButton
      label="Call the offboarding off…"
      size="touch"
      title={`Call the offboarding of ${facts.name} off`}
      description="The client goes on as before. Its open offboarding runs end as they are, and what was revoked stays revoked."
    >
      <ActionForm action={callOff} closesDialog>
        <input type="hidden" name="clientId" value={facts.clientId} />
        <SubmitButton busyLabel="Calling off…">Call it off</SubmitButton>
      </ActionForm>
    </DialogButton>
  );
}
