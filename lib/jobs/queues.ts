/** Purges what is due. One queue, so that two instances never do more than take turns. */
export const RETENTION_QUEUE = 'retention';

/** Every queue; the owner makes them when it migrates. */
export const JOB_QUEUES: readonly string[] = [RETENTION_QUEUE];
