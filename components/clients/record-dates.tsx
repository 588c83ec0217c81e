import { KeyValues } from '@/components/ui/key-values';
import { PrivateText } from '@/components/ui/private-text';
import { Time } from '@/components/ui/time';

export interface RecordDatesProps {
  client: {
    createdBy: string;
    createdAt: Date;
    submittedAt: Date | null;
    readyAt: Date | null;
    runStartedAt: Date | null;
    installedAt: Date | null;
    offboardingStartedAt: Date | null;
    offboardedAt: Date | null;
    purgeAfter: Date | null;
    purgedAt: Date | null;
    retentionDays: number;
  };
}

/** When the client came into each stage, and for how long values are kept after they leave. */
export function RecordDates({ client }: RecordDatesProps) {
  const moments = [
    { key: 'created', label: 'Created', at: client.submittedAt ?? client.createdAt, by: client.createdBy },
    { key: 'ready', label: 'Ready', at: client.readyAt },
    { key: 'run', label: 'Run started', at: client.runStartedAt },
    { key: 'installed', label: 'Installed', at: client.installedAt },
    { key: 'offboarding', label: 'Offboarding begun', at: client.offboardingStartedAt },
    { key: 'offboarded', label: 'Offboarded', at: client.offboardedAt },
    { key: 'purge', label: 'Purge', at: client.purgedAt === null ? client.purgeAfter : null },
    { key: 'purged', label: 'Purged', at: client.purgedAt },
  ];
  return (
    <KeyValues
      items={[
        ...moments.flatMap(({ key, label, at, by }) =>
          at === null
            ? []
            : [
                {
                  key,
                  label,
                  value: (
                    <>
                      <Time at={at} />
                      {by !== undefined && (
                        <>
                          {', '}
                          <PrivateText>{by}</PrivateText>
                        </>
                      )}
                    </>
                  ),
                },
              ],
        ),
        {
          key: 'retention',
          label: 'Values kept',
          value: `${client.retentionDays === 1 ? '1 day' : `${client.retentionDays} days`} after offboarding`,
        },
      ]}
    />
  );
}
