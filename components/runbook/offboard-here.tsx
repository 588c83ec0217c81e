import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import type { RunView } from '@/lib/runbook/run-view';

/** The way from an offboarding's last step to the offboarding itself; afterwards, when the purge is. */
export function OffboardHere({ client, working }: { client: RunView['client']; working: boolean }) {
  const { name, slug, offboardedAt, purgeAfter } = client;
  if (offboardedAt === null) {
    return (
      <Notice
        title={`${name} is not offboarded yet`}
        action={
          working && (
            <LinkButton href={`/clients/${slug}/offboarding`} size="touch">
              Offboard the client…
            </LinkButton>
          )
        }
      >
        It schedules the purge. Then this step is done.
      </Notice>
    );
  }
  return (
    <Notice
      tone="ok"
      title={
        <>
          Offboarded <Time at={offboardedAt} />
        </>
      }
    >
      {purgeAfter !== null && !client.purged && (
        <p>
          The board purges the values by itself on <Time at={purgeAfter} as="day" />.
        </p>
      )}
    </Notice>
  );
}
