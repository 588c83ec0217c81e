/** What the offboarding page shows. Counts and dates only. */
export interface OffboardingFacts {
  clientId: string;
  slug: string;
  name: string;
  state: 'draft' | 'active' | 'keeping' | 'due' | 'purged';
  retentionDays: number;
  /** When its first offboarding run began, unless it was called off. */
  offboardingStartedAt: Date | null;
  offboardedAt: Date | null;
  purgeAfter: Date | null;
  purgedAt: Date | null;
  values: number;
  references: number;
  daysLeft: number | null;
  /** Due since so short a time that the board is at it. */
  purgeUnderWay: boolean;
}

/** A machine on its way out: its offboarding run, if one was ever begun. */
export interface MachineOffboarding {
  machineId: string;
  machineName: string;
  run: { runbookId: string; closedAt: Date | null; endedEarly: boolean } | null;
}
