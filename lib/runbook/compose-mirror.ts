import { handOverSteps, offboardingSteps } from '@/lib/catalogue/mirror-runs';
import type { Slot } from '@/lib/catalogue/schema';
import type { MirrorKind } from '@/lib/clients/run-kind';
import { type CompositionInput, freezeSteps } from '@/lib/runbook/compose';
import type { ComposedStep } from '@/lib/runbook/schema';

/**
 * The filled-in steps of a hand-over or an offboarding of one machine, each with what is over once it is done.
 * `inForce` says of a slot whether there is anything to revoke. Throws a PlaceholderError.
 */
export function composeMirrorRun(
  kind: MirrorKind,
  input: CompositionInput,
  inForce: (slot: Slot) => boolean,
): ComposedStep[] {
  const { catalogue, componentIds, settings } = input;
  const steps =
    kind === 'hand-over'
      ? handOverSteps(catalogue, componentIds, settings)
      : offboardingSteps(catalogue, componentIds, settings, inForce);
  return freezeSteps(input, steps).map((step, at) => {
    const { revokes, removes, offboards } = steps[at] ?? {};
    const ends = {
      ...(revokes === undefined ? {} : { revokes }),
      ...(removes === undefined ? {} : { removes }),
      ...(offboards === undefined ? {} : { offboards }),
    };
    return { ...step, content: { ...step.content, ...ends } };
  });
}
