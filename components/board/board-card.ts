import type { Stage } from '@/components/ui/stage-badge';
import type { RunKind } from '@/lib/clients/run-kind';

/** How far a run is, as a card shows it. */
export interface CardProgress {
  kind: RunKind;
  settled: number;
  total: number;
  /** The step to go on with. */
  currentTitle: string | null;
  /** Who acted last. */
  by: string | null;
}

/** What a client's card and row show: words, no ids but the link's. */
export interface BoardCard {
  id: string;
  name: string;
  href: string;
  stage: Stage;
  tier: string | null;
  packs: string[];
  contactName: string;
  /** "2 keys, 1 reference"; empty when nothing is missing. */
  missing: string;
  waitsFor: 'us' | 'client' | 'both' | null;
  machineNames: string[];
  /** "6 days". */
  age: string;
  updatedAt: Date;
  purgeAfter: Date | null;
  progress: CardProgress | null;
  /** Where to go on, for a draft. */
  continueHref: string | null;
}
