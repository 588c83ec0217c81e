import type { FrozenStep } from '@/lib/runbook/schema';

/** Where a step happens, as it is said on its line. */
export const PLACE_WORDS: Readonly<Record<FrozenStep['where'], string>> = {
  local: 'local Terminal',
  'screen-sharing': 'Screen Sharing',
  ssh: 'SSH',
  browser: 'browser',
  phone: 'phone',
};
