import { Badge, type BadgeTone } from './badge';

export type Stage = 'draft' | 'collecting' | 'ready' | 'installing' | 'installed' | 'offboarding' | 'purged';

const tones: Record<Stage, BadgeTone> = {
  draft: 'neutral',
  collecting: 'warn',
  ready: 'info',
  installing: 'accent',
  installed: 'ok',
  offboarding: 'neutral',
  purged: 'neutral',
};

/** Where a client stands, in the one word the board uses. */
export function StageBadge({ stage }: { stage: Stage }) {
  return <Badge tone={tones[stage]}>{stage}</Badge>;
}
