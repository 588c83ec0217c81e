/** Purges what is due, and forgets old attempts to sign in. One queue, so that two instances never do more than take turns. */
export const RETENTION_QUEUE = 'retention';

/** Writes a signed checkpoint of the audit log. */
export const CHECKPOINT_QUEUE = 'audit-checkpoint';

/** Every queue; the owner makes them when it migrates. */
export const JOB_QUEUES: readonly string[] = [RETENTION_QUEUE, CHECKPOINT_QUEUE];
