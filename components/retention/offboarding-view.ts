/** What the offboarding page shows. Counts and dates only. */
export interface OffboardingFacts {
  clientId: string;
  slug: string;
  name: string;
  state: 'draft' | 'active' | 'keeping' | 'due' | 'purged';
  retentionDays: number;
  offboardedAt: Date | null;
  purgeAfter: Date | null;
  purgedAt: Date | null;
  values: number;
  references: number;
  daysLeft: number | null;
  /** Due since so short a time that the board is at it. */
  purgeUnderWay: boolean;
}
