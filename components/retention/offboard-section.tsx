import type { OffboardingFacts } from '@/components/retention/offboarding-view';
import { plural } from '@/components/retention/plural';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { DialogButton } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';

interface OffboardSectionProps {
  facts: OffboardingFacts;
  /** Who may choose other days than those of the client record. */
  maySetDays: boolean;
  offboard: FormAction<undefined>;
}

/** Says what offboarding does, in order, and does it. */
export function OffboardSection({ facts, maySetDays, offboard }: OffboardSectionProps) {
  const stored = plural(facts.values, 'stored value');
  const days = plural(facts.retentionDays, 'day');
  return (
    <section aria-labelledby="stored" className="grid max-w-prose justify-items-start gap-4">
      <h2 id="stored" className="font-semibold text-16">
        The client, and what is stored with us
      </h2>
      <ol className="grid list-decimal gap-2 pl-5 text-16">
        <li>Offboarding ends the work: nothing is stored or changed for {facts.name} any more.</li>
        <li>
          {facts.retentionDays === 0
            ? `The ${stored} fall due at once.`
            : `The ${stored} are kept for ${days}. Until then you can restore the client with everything.`}
        </li>
        <li>
          Then the board destroys the values, the {plural(facts.references, 'vault reference')} and the key
          they were encrypted with, by itself, and issues a signed certificate. Nothing can bring them back.
        </li>
        <li>What the client keeps in their own vault is theirs and stays there.</li>
      </ol>
      <DialogButton
        label={`Offboard ${facts.name}…`}
        variant="primary"
        size="touch"
        title={`Offboard ${facts.name}`}
        description={
          maySetDays
            ? `After the days below, its ${stored} are destroyed for good; with 0 at once. Until then you can restore it.`
            : facts.retentionDays === 0
              ? `Its ${stored} are destroyed at once. This cannot be undone.`
              : `Its ${stored} are destroyed in ${days}. You can restore it until then.`
        }
      >
        <ActionForm action={offboard} closesDialog>
          <input type="hidden" name="clientId" value={facts.clientId} />
          {maySetDays && (
            <Field
              name="retentionDays"
              label="Keep the values for how many days"
              hint="0 destroys them at once. 30 is usual."
            >
              <TextInput inputMode="numeric" defaultValue={facts.retentionDays} className="max-w-24" />
            </Field>
          )}
          {(maySetDays || facts.retentionDays === 0) && (
            <Field
              name="slug"
              label={
                <>
                  With 0 days, type <code className="font-mono">{facts.slug}</code> as well
                </>
              }
              hint={maySetDays ? 'Only for 0 days, where nothing can be undone.' : undefined}
            >
              <TextInput code autoComplete="off" required={facts.retentionDays === 0 && !maySetDays} />
            </Field>
          )}
          <SubmitButton busyLabel="Offboarding…">Offboard {facts.name}</SubmitButton>
        </ActionForm>
      </DialogButton>
    </section>
  );
}
