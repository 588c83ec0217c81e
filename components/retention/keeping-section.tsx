import type { OffboardingFacts } from '@/components/retention/offboarding-view';
import { plural } from '@/components/retention/plural';
import { PurgeWatch } from '@/components/retention/purge-watch';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { DialogButton } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { Time } from '@/components/ui/time';

interface KeepingSectionProps {
  facts: OffboardingFacts;
  mayRestore: boolean;
  mayPurge: boolean;
  restore: FormAction<undefined>;
  purge: FormAction<undefined>;
}

/** Between offboarding and purge: when what happens, the way back, and the way to do it now. */
export function KeepingSection(props: KeepingSectionProps) {
  const { facts } = props;
  if (!facts.purgeUnderWay) return <Keeping {...props} />;
  return <PurgeWatch meanwhile={<UnderWayNotice facts={facts} />} otherwise={<Keeping {...props} />} />;
}

function Keeping({ facts, mayRestore, mayPurge, restore, purge }: KeepingSectionProps) {
  const isDue = facts.state === 'due';
  return (
    <div className="grid max-w-prose justify-items-start gap-6">
      {isDue ? <DueNotice facts={facts} /> : <KeepingNotice facts={facts} />}
      <div className="flex flex-wrap gap-3">
        {!isDue && mayRestore && <RestoreDialog facts={facts} restore={restore} />}
        {mayPurge && <PurgeDialog facts={facts} purge={purge} />}
      </div>
    </div>
  );
}

function KeepingNotice({ facts }: { facts: OffboardingFacts }) {
  return (
    <Notice
      tone="warn"
      className="text-16"
      title={
        <>
          Purge {facts.name}’s {plural(facts.values, 'stored value')} on{' '}
          {facts.purgeAfter !== null && <Time at={facts.purgeAfter} as="day" />}
        </>
      }
    >
      <p>
        The board does it by itself
        {facts.daysLeft !== null && ` in ${plural(facts.daysLeft, 'day')}`}
        {facts.purgeAfter !== null && (
          <>
            , at <Time at={facts.purgeAfter} as="full" />
          </>
        )}
        . Until then you can restore the client with every value. Afterwards nobody can.
      </p>
    </Notice>
  );
}

function UnderWayNotice({ facts }: { facts: OffboardingFacts }) {
  return (
    <Notice className="max-w-prose text-16" role="status" title="Being destroyed now">
      <p>
        {facts.name}’s {plural(facts.values, 'stored value')} and the key they were encrypted with. No value
        is decrypted any more. This page tells you by itself once it is done.
      </p>
    </Notice>
  );
}

function DueNotice({ facts }: { facts: OffboardingFacts }) {
  return (
    <Notice tone="bad" className="text-16" title={`${facts.name} is due for purge`}>
      <p>
        The date has passed. No value of this client is decrypted any more, and the board destroys its{' '}
        {plural(facts.values, 'stored value')} within five minutes. Reload the page to see the certificate.
      </p>
    </Notice>
  );
}

function RestoreDialog({ facts, restore }: Pick<KeepingSectionProps, 'facts' | 'restore'>) {
  return (
    <DialogButton
      label="Restore the client…"
      size="touch"
      title={`Restore ${facts.name}`}
      description="The client goes on where it was, with every value. The purge is called off, open offboarding runs end, and what was revoked stays revoked."
    >
      <ActionForm action={restore} closesDialog>
        <input type="hidden" name="clientId" value={facts.clientId} />
        <SubmitButton busyLabel="Restoring…">Restore {facts.name}</SubmitButton>
      </ActionForm>
    </DialogButton>
  );
}

function PurgeDialog({ facts, purge }: Pick<KeepingSectionProps, 'facts' | 'purge'>) {
  return (
    <DialogButton
      label="Purge now…"
      variant="danger"
      size="touch"
      title={`Purge ${facts.name}’s ${plural(facts.values, 'stored value')} now`}
      description={`The values, ${plural(facts.references, 'vault reference')} and the client’s key are destroyed at once. This cannot be undone, by anybody.`}
    >
      <ActionForm action={purge} closesDialog>
        <input type="hidden" name="clientId" value={facts.clientId} />
        <Field
          name="slug"
          label={
            <>
              Type <code className="font-mono">{facts.slug}</code> to go on
            </>
          }
        >
          <TextInput code autoComplete="off" />
        </Field>
        <SubmitButton variant="danger" busyLabel="Purging…">
          Purge {plural(facts.values, 'value')} now
        </SubmitButton>
      </ActionForm>
    </DialogButton>
  );
}
