import { explainPresence } from '@/lib/catalogue/because';
import { placeholderSettings, placeholdersIn, placeholderValues } from '@/lib/catalogue/placeholders';
import type { Catalogue, Setting, SettingValues, Step } from '@/lib/catalogue/schema';
import {
  componentsInScope,
  effectiveSettings,
  type StepInScope,
  settingsInScope,
  stepsInScope,
} from '@/lib/catalogue/scope';
import { fillStep, literalStep } from '@/lib/runbook/fill-step';
import { orderSteps } from '@/lib/runbook/order-steps';
import type { ComposedStep } from '@/lib/runbook/schema';

/** Everything a runbook follows from. The same input always gives the same steps. */
export interface CompositionInput {
  catalogue: Catalogue;
  componentIds: readonly string[];
  /** Tier and packs (add-ons among them), for the reason each step gives. */
  packageIds: readonly string[];
  settings: SettingValues;
  clientSlug: string;
  machineName: string;
  /** The organisation's short name, as in `com.{us}.agent`. */
  organisation: string;
}

/** The ordered, filled-in steps of one machine. Throws a PlaceholderError; ask `missingAnswers` first. */
export function composeRunbook(input: CompositionInput): ComposedStep[] {
  const { catalogue, componentIds, settings } = input;
  return freezeSteps(input, orderSteps(stepsInScope(catalogue, componentIds, settings)));
}

/** Numbers the steps and fills them in, but for literal ones, each with its reason. Throws a PlaceholderError. */
export function freezeSteps(
  input: CompositionInput,
  steps: readonly (StepInScope & { literal?: true })[],
): ComposedStep[] {
  const { catalogue, componentIds, settings } = input;
  const values = placeholderValues({
    clientSlug: input.clientSlug,
    machineName: input.machineName,
    organisation: input.organisation,
    settings: effectiveSettings(catalogue, componentIds, settings),
  });
  const [tier = '', ...packs] = input.packageIds;
  const reasons = componentsInScope(catalogue, { tier, packs, extra: componentIds });
  return steps.map((step, index) => {
    const component = catalogue.components.find((candidate) => candidate.id === step.componentId);
    const reason = reasons.find((candidate) => candidate.componentId === step.componentId);
    return {
      stepId: step.id,
      componentId: step.componentId,
      position: index + 1,
      phase: step.phase,
      required: step.required,
      content: {
        ...(step.literal ? literalStep(step) : fillStep(step, values)),
        componentName: component?.name ?? step.componentId,
        where: step.where,
        ...(step.as === undefined ? {} : { as: step.as }),
        because: reason === undefined ? '' : explainPresence(catalogue, reason, step),
        estimateMinutes: step.estimateMinutes,
        dependsOn: step.dependsOn ?? [],
        captures: step.captures ?? [],
      },
    };
  });
}

/** Settings without an answer that the commands or texts of the runbook need, in catalogue order. */
export function missingAnswers(
  catalogue: Catalogue,
  componentIds: readonly string[],
  settings: SettingValues,
): Setting[] {
  const effective = effectiveSettings(catalogue, componentIds, settings);
  const steps = stepsInScope(catalogue, componentIds, settings);
  const needed = new Set(steps.flatMap(settingsUsedBy));
  return settingsInScope(catalogue, componentIds, settings).filter(
    (setting) => needed.has(setting.key) && !effective[setting.key],
  );
}

function settingsUsedBy(step: Step): string[] {
  const named: Readonly<Record<string, string>> = placeholderSettings;
  return placeholdersIn(templatesOf(step).join('\n')).flatMap((name) => {
    if (name.startsWith('setting:')) return [name.slice('setting:'.length)];
    return named[name] === undefined ? [] : [named[name]];
  });
}

function templatesOf(step: Step): string[] {
  const { match } = step.expect;
  const matched = match !== undefined && 'value' in match ? [match.value] : [];
  return [step.title, step.why, step.expect.text, step.ifNot, step.evidence ?? '', ...matched].concat(
    step.actions.flatMap((action) => {
      if (action.kind === 'instruction') return [action.text];
      if (action.kind === 'secret') return [action.after ?? ''];
      const others = (action.alternatives ?? []).flatMap((alternative) => [
        alternative.label,
        alternative.note ?? '',
        alternative.kind === 'command' ? alternative.command : '',
      ]);
      return [action.command, action.note ?? '', ...others];
    }),
  );
}

/** Minutes that the steps are estimated to take together. */
export function estimatedMinutes(steps: readonly Pick<ComposedStep, 'content'>[]): number {
  return steps.reduce((sum, step) => sum + step.content.estimateMinutes, 0);
}
