import type { Catalogue, Setting, SettingValues, Step } from '@/lib/catalogue/schema';
import { effectiveSettings, settingsInScope } from '@/lib/catalogue/scope';
import type { CompositionInput } from '@/lib/runbook/compose';

/** Answers decide which questions follow; the longest chain of them is shorter than this. */
const MAX_ROUNDS = 8;

/**
 * A made-up client that gets every component and answers every question, so that as many of the given steps as
 * possible are in its runbook. Of steps that rule each other out, the first given wins.
 */
export function sampleClient(
  catalogue: Catalogue,
  organisation: string,
  steps: readonly Pick<Step, 'when'>[] = [],
): CompositionInput {
  const componentIds = catalogue.components.map(({ id }) => id);
  let settings = answersFor(catalogue, steps);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const answered = effectiveSettings(catalogue, componentIds, settings);
    const open = settingsInScope(catalogue, componentIds, settings).filter(({ key }) => !answered[key]);
    if (open.length === 0) break;
    settings = {
      ...settings,
      ...Object.fromEntries(open.map((setting) => [setting.key, sampleAnswer(setting)])),
    };
  }
  return {
    catalogue,
    componentIds,
    packageIds: catalogue.packages.map(({ id }) => id),
    settings,
    clientSlug: 'sample-client',
    machineName: 'sample-mini-01',
    organisation,
  };
}

/** The answers that steps hang on, and those that the questions behind these hang on. */
function answersFor(catalogue: Catalogue, steps: readonly Pick<Step, 'when'>[]): SettingValues {
  const questions = new Map(
    catalogue.components.flatMap(({ settings }) => settings.map((setting) => [setting.key, setting])),
  );
  const answers: Record<string, string> = {};
  const waiting = steps.flatMap(({ when }) => when ?? []);
  for (const condition of waiting) {
    if (!('setting' in condition) || Object.hasOwn(answers, condition.setting)) continue;
    answers[condition.setting] = condition.in[0] ?? '';
    waiting.push(...(questions.get(condition.setting)?.when ?? []));
  }
  return answers;
}

function sampleAnswer({ kind, choices }: Setting): string {
  const first = choices?.[0]?.value;
  if (first !== undefined) return first;
  return { text: 'sample', choice: 'sample', date: '2027-01-15', email: 'agent@example.com' }[kind];
}
