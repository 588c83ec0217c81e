import type { Catalogue, Setting, SettingValues } from '@/lib/catalogue/schema';
import { effectiveSettings, settingsInScope } from '@/lib/catalogue/scope';
import type { CompositionInput } from '@/lib/runbook/compose';

/** Answers decide which questions follow; the longest chain of them is shorter than this. */
const MAX_ROUNDS = 8;

/** A made-up client that gets every component and answers every question. */
export function sampleClient(catalogue: Catalogue, organisation: string): CompositionInput {
  const componentIds = catalogue.components.map(({ id }) => id);
  let settings: SettingValues = {};
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

function sampleAnswer({ kind, choices }: Setting): string {
  const first = choices?.[0]?.value;
  if (first !== undefined) return first;
  return { text: 'sample', choice: 'sample', date: '2027-01-15', email: 'agent@example.com' }[kind];
}
