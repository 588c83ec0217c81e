import { CircleCheck } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { custodyOf } from '@/components/ui/custody';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { CollectNext } from '@/components/wizard/collect-next';
import { MissingList } from '@/components/wizard/missing-list';
import { requireReader } from '@/lib/auth/session';
import type { WorkingSlot } from '@/lib/clients/schema';
import { AppError } from '@/lib/errors';
import { type Created, readCreated } from '@/lib/wizard/created';

export const metadata: Metadata = { title: 'Client created' };

/** What was made and what comes next. It can be bookmarked: it shows what is missing now. */
export default async function CreatedPage({ params }: { params: Promise<{ draft: string }> }) {
  const { draft: draftId } = await params;
  const { actor } = await requireReader(`/wizard/${draftId}/created`);
  const created = await readCreated(actor, draftId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') notFound();
    throw error;
  });
  if (created === null) redirect(`/wizard/${draftId}`);
  const { client, runbook, machineName, destroyed } = created;
  return (
    <div className="mx-auto w-full max-w-160 text-16">
      <p className="flex items-center gap-2 text-ok">
        <CircleCheck className="size-5" aria-hidden="true" />
        <span className="font-medium">Created</span>
      </p>
      <h1 className="mt-1 text-balance font-semibold text-28 tracking-tight">
        <bdi>{client.name}</bdi> is on the board
      </h1>
      <p className="mt-2">
        Reference <code className="font-mono text-14">{client.slug}</code>, machine{' '}
        <code className="font-mono text-14">{machineName}</code>
        {runbook !== null && `, runbook ${runbook.number}`}.
      </p>
      <div className="mt-5 flex flex-wrap gap-3">
        <LinkButton href={`/clients/${client.slug}`} variant="primary" size="touch">
          Open the client
        </LinkButton>
        {runbook !== null && (
          <LinkButton href={`/runbooks/${runbook.id}`} size="touch">
            Look at the runbook
          </LinkButton>
        )}
        {runbook !== null && (
          <LinkButton href={`/runbooks/${runbook.id}/preflight`} size="touch">
            Preflight
          </LinkButton>
        )}
      </div>
      {destroyed.length > 0 && (
        <Notice className="mt-6" title="Destroyed, because it fell out of scope:">
          <ul className="grid list-disc gap-0.5 pl-5">
            {destroyed.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </Notice>
      )}
      <WhatNext created={created} />
    </div>
  );
}

function WhatNext({ created }: { created: Created }) {
  const { client, missingOurs, missingClient, duringRun } = created;
  const open = missingOurs.length + missingClient.length;
  return (
    <section aria-labelledby="next" className="mt-8">
      <h2 id="next" className="font-semibold text-20 tracking-tight">
        What happens next
      </h2>
      <p className="mt-1 max-w-prose">
        {open === 0
          ? 'Everything is there: the run can start.'
          : `${open === 1 ? 'One thing is' : `${open} things are`} still missing. The run can start without; the steps that need ${open === 1 ? 'it' : 'them'} wait.`}
      </p>
      <MissingList
        title="From us"
        hint="Enter them on the client’s credentials page."
        items={missingOurs.map(listed)}
      />
      <MissingList
        title="From the client"
        hint="They put the value into their vault and say where. The board keeps only the reference."
        items={missingClient.map(listed)}
      />
      <CollectNext
        clientName={client.name}
        items={[
          ...missingClient.map((slot) => ({ ...slot, duringRun: false })),
          ...duringRun.map((slot) => ({ ...slot, duringRun: true })),
        ]}
      />
    </section>
  );
}

function listed(slot: WorkingSlot) {
  return {
    id: slot.slotId,
    name: slot.name,
    componentName: slot.componentName,
    custody: custodyOf({ tag: slot.tag, secretClass: slot.class }),
  };
}
