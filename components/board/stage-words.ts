import type { Stage } from '@/components/ui/stage-badge';

/** What each column of the board is headed with. */
export const STAGE_TITLES: Readonly<Record<Stage, string>> = {
  draft: 'Draft',
  collecting: 'Collecting',
  ready: 'Ready',
  installing: 'Installing',
  installed: 'Installed',
  offboarding: 'Offboarding',
  purged: 'Purged',
};

/** What stands in a column that is empty: what brings a client there. */
export const EMPTY_COLUMN: Readonly<Record<Stage, string>> = {
  draft: 'A wizard that is not finished.',
  collecting: 'Nobody waits for a key or a reference.',
  ready: 'Clients come here when nothing is missing.',
  installing: 'No run has begun.',
  installed: 'Nothing is installed yet.',
  offboarding: 'Nobody is leaving.',
  purged: 'Nobody was purged.',
};
