/** The parts of an installation, in the order in which they are worked. */
export const phases = ['machine', 'access', 'agent', 'integrations', 'finish'] as const;
export type Phase = (typeof phases)[number];
