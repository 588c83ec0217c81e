import { Notice } from '@/components/ui/notice';
import { PrivateText } from '@/components/ui/private-text';
import { StateWord } from '@/components/ui/state-word';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import type { StepDrift } from '@/lib/runbook/drift';
import type { DriftView, FateView } from '@/lib/runbook/drift-view';
import { ChangedPart } from './changes-words';

/** What changed since a runbook was made: its steps, and what an upgrade does to what is finished. */
export function RunChanges({ view }: { view: DriftView }) {
  const { steps, fates } = view;
  const of = (kind: StepDrift['kind']) => steps.filter((step) => step.kind === kind);
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-8 text-16">
      <Touched view={view} />
      <StepList id="changed" title="Changed steps" steps={of('changed')} fates={fates} />
      <StepList id="added" title="New steps" steps={of('added')} fates={fates} />
      <StepList id="removed" title="Steps that go" steps={of('removed')} fates={fates} />
    </div>
  );
}

/** Nothing in the steps that a person does; null when there is. */
export function noChanges({ steps, basis, problem, target }: DriftView) {
  if (problem !== null || steps.length > 0) return null;
  return basis === null ? (
    <Notice tone="ok" title="Nothing changed">
      Catalogue v{target.catalogueVersion} and the client’s answers come to the same steps.
    </Notice>
  ) : (
    <Notice title="The steps themselves are the same">Their order or the reasons they give changed.</Notice>
  );
}

/** Finished and begun steps, with what becomes of each; the kept ones as a number. */
function Touched({ view }: { view: DriftView }) {
  const { fates, target, state, basis } = view;
  if (fates.length === 0 || (basis === null && state !== 'replaced')) return null;
  const told = fates.filter(({ fate, reason }) => fate !== 'kept' || reason !== null);
  const kept = fates.length - told.length;
  return (
    <section aria-labelledby="touched">
      <h2 id="touched" className="font-semibold text-16">
        What was done
      </h2>
      <p className="text-14 text-ink-muted">
        {kept === 1 ? '1 step stays as it is' : `${kept} steps stay as they are`} in v{target.number}, with
        who did
        {kept === 1 ? ' it' : ' them'} and when.
      </p>
      <ul className="mt-1 grid grid-cols-1">
        {told.map((fate) => (
          <li key={fate.stepId} className="break-avoid border-line border-b py-2 last:border-b-0">
            <span className="font-medium">
              {fate.position} {fate.title}
            </span>
            <span className="block text-14">
              <Fate fate={fate} number={target.number} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fate({ fate: { fate, state, deed, reason }, number }: { fate: FateView; number: number }) {
  return (
    <>
      {state !== 'todo' && <StateWord state={state} className="mr-2" />}
      {deed && (
        <span className="text-ink-muted">
          by <PrivateText>{deed.by}</PrivateText>, <Time at={deed.at} />:{' '}
        </span>
      )}
      {fate === 'reopened' && `opens again, because ${reason}.`}
      {fate === 'gone' && `is not in v${number}. What happened stays in the log.`}
      {fate === 'kept' && `stays, with a note: ${reason}.`}
    </>
  );
}

interface StepListProps {
  id: string;
  title: string;
  steps: readonly StepDrift[];
  fates: readonly FateView[];
}

function StepList({ id, title, steps, fates }: StepListProps) {
  if (steps.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="font-semibold text-16">
        {title} <span className="font-normal text-ink-muted">{steps.length}</span>
      </h2>
      <ul className="mt-1 grid grid-cols-1 gap-4">
        {steps.map((step) => {
          const reopened = fates.some(({ stepId, fate }) => stepId === step.stepId && fate === 'reopened');
          return (
            <li key={step.stepId} id={step.stepId} className="break-avoid border-line border-l-2 pl-3">
              <h3 className="font-medium">
                {step.position} {step.title}
              </h3>
              <p className="text-14 text-ink-muted">
                <TextLink href={`/catalogue/${step.componentId}`}>{step.componentName}</TextLink>
                {reopened && ', opens again'}
              </p>
              {step.parts.length > 0 && (
                <dl>
                  {step.parts.map((part) => (
                    <ChangedPart key={part.part} {...part} />
                  ))}
                </dl>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
