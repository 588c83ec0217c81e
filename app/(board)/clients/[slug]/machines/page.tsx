import type { Metadata } from 'next';
import { startMirrorRunAction } from '@/app/(board)/clients/[slug]/actions';
import {
  addMachineAction,
  changeMachineAction,
  makeRunbookAction,
} from '@/app/(board)/clients/[slug]/machines/actions';
import { openClient } from '@/app/(board)/clients/[slug]/open-client';
import { MachineForm } from '@/components/clients/machine-form';
import { MachineSection } from '@/components/clients/machine-section';
import { PlacementList } from '@/components/clients/placement-list';
import { RecordFrame } from '@/components/clients/record-frame';
import { ActionForm } from '@/components/ui/action-form';
import { Disclosure } from '@/components/ui/disclosure';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { SubmitButton } from '@/components/ui/submit-button';
import { may } from '@/lib/auth/permissions';
import { type ClientRecord, type ClientRun, listClientRuns } from '@/lib/clients/client-queries';
import { listMachineEnds, type MachineEnd } from '@/lib/clients/machine-ends';
import { type ClientMachine, listMachines, readDiskDecision } from '@/lib/clients/machine-queries';
import { nextAct } from '@/lib/clients/next-act';
import { listPlacements } from '@/lib/clients/placement-queries';
import { MACHINE_FIELD_NAMES } from '@/lib/clients/record-schema';
import type { MachinePlacement } from '@/lib/clients/schema';
import { suggestMachineName } from '@/lib/clients/slug';
import { formBasis } from '@/lib/clients/stale-form';

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Machines of ${(await openClient(params, '/machines')).client.name}` };
}

export default async function MachinesPage({ params }: Props) {
  const { actor, client } = await openClient(params, '/machines');
  const [machines, runs, diskWords, placements, ends] = await Promise.all([
    listMachines(actor, client.id),
    listClientRuns(actor, client.id),
    readDiskDecision(actor, client.id),
    listPlacements(actor, client.id),
    listMachineEnds(actor, client.id),
  ]);
  const mayWork = may(actor, 'client.write');
  const changeable = mayWork && client.offboardedAt === null && client.submittedAt !== null;
  return (
    <RecordFrame client={client} tab="machines" next={nextAct(client, mayWork)} now={new Date()}>
      <div className="grid gap-8">
        {machines.length === 0 && (
          <EmptyState title="No machine yet">
            The wizard asks for the first one; its serial number and addresses are recorded during the run.
          </EmptyState>
        )}
        {machines.map((machine) => (
          <Machine
            key={machine.id}
            client={client}
            machine={machine}
            runs={runs.filter((run) => run.machineName === machine.name)}
            diskWords={diskWords}
            placements={placements.filter((placement) => placement.machineId === machine.id)}
            ends={ends.filter((end) => end.machineId === machine.id)}
            changeable={changeable}
          />
        ))}
        {changeable && (
          <Disclosure summary="Add a machine" className="print:hidden">
            <MachineForm
              action={addMachineAction.bind(null, client.id)}
              values={{ name: nextMachineName(client) }}
              basis={null}
              nameFixed={false}
            />
          </Disclosure>
        )}
      </div>
    </RecordFrame>
  );
}

interface MachineProps {
  client: ClientRecord;
  machine: ClientMachine;
  runs: ClientRun[];
  diskWords: string | null;
  placements: MachinePlacement[];
  ends: MachineEnd[];
  changeable: boolean;
}

function Machine({ client, machine, runs, diskWords, placements, ends, changeable }: MachineProps) {
  const values = Object.fromEntries(MACHINE_FIELD_NAMES.map((name) => [name, machine[name] ?? '']));
  return (
    <MachineSection
      machine={machine}
      disk={
        diskWords === null ? null : { words: diskWords, href: `/clients/${client.slug}/components/filevault` }
      }
      run={runs[0] ?? null}
      ends={ends}
      stillOurs={stillOurs(placements)}
    >
      <h3 className="mt-5 mb-1.5 font-semibold text-13">Secrets on this machine</h3>
      <PlacementList placements={placements} />
      {changeable && (
        <div className="mt-4 grid justify-items-start gap-2 print:hidden">
          <HandOver client={client} machine={machine} runs={runs} ends={ends} />
          {!runs.some(({ kind }) => kind === 'install') && (
            <ActionForm action={makeRunbookAction.bind(null, client.id, machine.id)}>
              <div>
                <SubmitButton variant="secondary" busyLabel="Making it…">
                  Make its runbook
                </SubmitButton>
              </div>
            </ActionForm>
          )}
          <Disclosure summary="Change the machine’s record" className="w-full">
            <MachineForm
              action={changeMachineAction.bind(null, client.id)}
              values={values}
              basis={{ machineId: machine.id, text: formBasis(values) }}
              nameFixed={runs.length > 0}
            />
          </Disclosure>
        </div>
      )}
    </MachineSection>
  );
}

/** Starts the hand-over of an installed machine, or leads to the one that is open. */
function HandOver({
  client,
  machine,
  runs,
  ends,
}: Pick<MachineProps, 'client' | 'machine' | 'runs' | 'ends'>) {
  const open = runs.find(({ kind, closedAt }) => kind === 'hand-over' && closedAt === null);
  if (open !== undefined)
    return <LinkButton href={`/runbooks/${open.id}`}>Continue the hand-over run</LinkButton>;
  const installed = runs.some(({ kind, closedAt }) => kind === 'install' && closedAt !== null);
  if (!installed || client.stage === 'offboarding') return null;
  return (
    <ActionForm action={startMirrorRunAction}>
      <input type="hidden" name="clientId" value={client.id} />
      <input type="hidden" name="machineId" value={machine.id} />
      <input type="hidden" name="kind" value="hand-over" />
      <div>
        <SubmitButton variant="secondary" busyLabel="Starting…">
          {ends.length === 0 ? 'Start the hand-over run' : 'Start another hand-over run'}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}

/** The keys of our values that are on a machine and in force. */
function stillOurs(placements: readonly MachinePlacement[]): string[] {
  return placements
    .filter(({ face, placed, ended }) => face === 'our-managed' && placed !== null && ended === null)
    .map(({ key }) => key);
}

/** `harbor-realty-mini-02` after `…-01`; whatever is taken is skipped. */
function nextMachineName(client: ClientRecord): string {
  const first = suggestMachineName(client.slug);
  for (let number = 1; number < 100; number += 1) {
    const name = first.replace(/01$/, String(number).padStart(2, '0'));
    if (!client.machineNames.includes(name)) return name;
  }
  return first;
}
