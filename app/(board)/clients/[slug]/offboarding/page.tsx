import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { startMirrorRunAction } from '@/app/(board)/clients/[slug]/actions';
import { offboardAction, purgeAction, restoreAction } from '@/app/(board)/clients/[slug]/offboarding/actions';
import { KeepingSection } from '@/components/retention/keeping-section';
import { OffboardSection } from '@/components/retention/offboard-section';
import { OffboardingRuns } from '@/components/retention/offboarding-runs';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { StageBadge } from '@/components/ui/stage-badge';
import { Time } from '@/components/ui/time';
import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { listOffboardings } from '@/lib/clients/offboarding-runs';
import { AppError } from '@/lib/errors';
import { type OffboardingView, readOffboarding } from '@/lib/retention/queries';

export const metadata: Metadata = { title: 'Offboarding' };

interface Props {
  params: Promise<{ slug: string }>;
}

export default async function OffboardingPage({ params }: Props) {
  const { slug } = await params;
  const { actor } = await requireReader(`/clients/${encodeURIComponent(slug)}/offboarding`);
  const client = await readOffboarding(actor, slug).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') notFound();
    throw error;
  });
  return (
    <>
      <PageHead
        back={{ href: `/clients/${client.slug}`, label: <bdi>{client.name}</bdi> }}
        title="Offboarding"
        beside={<StageBadge stage={client.stage} />}
        facts={
          client.offboardedAt !== null && (
            <span>
              Offboarded <Time at={client.offboardedAt} />
            </span>
          )
        }
      />
      <div className="grid gap-8">
        {client.state !== 'draft' && client.state !== 'purged' && (
          <OffboardingRuns
            facts={client}
            machines={await listOffboardings(actor, client.clientId)}
            mayWork={may(actor, 'run.work')}
            start={startMirrorRunAction}
            callOff={client.state === 'active' ? restoreAction : null}
          />
        )}
        <Where client={client} actor={actor} />
      </div>
    </>
  );
}

function Where({ client, actor }: { client: OffboardingView; actor: Actor }) {
  if (client.state === 'purged') return <Purged client={client} />;
  if (client.state === 'keeping' || client.state === 'due') {
    return (
      <KeepingSection
        facts={client}
        mayRestore={may(actor, 'client.restore')}
        mayPurge={may(actor, 'client.purge-early')}
        restore={restoreAction}
        purge={purgeAction}
      />
    );
  }
  if (client.state === 'draft') {
    return (
      <Notice className="max-w-prose">
        This client is still a draft. Discard the draft in the wizard instead: what was stored goes with it.
      </Notice>
    );
  }
  if (!may(actor, 'client.offboard')) {
    return (
      <Notice className="max-w-prose">
        This client is being looked after. A consultant or an admin offboards it here when they leave.
      </Notice>
    );
  }
  return (
    <OffboardSection facts={client} maySetDays={may(actor, 'retention.manage')} offboard={offboardAction} />
  );
}

function Purged({ client }: { client: OffboardingView }) {
  return (
    <div className="grid max-w-prose justify-items-start gap-4 text-16">
      <Notice tone="ok" title={`${client.name} was purged`}>
        {client.purgedAt !== null && (
          <p>
            Every stored value and the key they were encrypted with were destroyed{' '}
            <Time at={client.purgedAt} />.
          </p>
        )}
      </Notice>
      <LinkButton href={`/clients/${client.slug}/certificate`} variant="primary" size="touch">
        See the certificate
      </LinkButton>
    </div>
  );
}
