import 'server-only';
import { recordAuditEvent } from '@/lib/audit/append';
import { type Permission, PermissionRefused } from '@/lib/auth/permissions';
import { logger } from '@/lib/logger';

/** Refusals of values are on record with what they were about, where they are refused. */
const RECORDED_WITH_MORE: readonly Permission[] = ['credential.reveal', 'own-secret.use', 'org-secret.use'];

/**
 * Puts it on record when somebody was refused for their role. The pages offer nobody what their role may not, so such a
 * request was made by hand, or a page was older than a change of the role. Anything else passes by. A log that cannot
 * be written lets nothing through that was not refused already: it is said to the process's own log.
 */
export async function recordRefusal(error: unknown): Promise<void> {
  if (!(error instanceof PermissionRefused) || RECORDED_WITH_MORE.includes(error.permission)) return;
  try {
    await recordAuditEvent(error.actor, {
      action: 'person.refused',
      outcome: 'refused',
      detail: { permission: error.permission },
    });
  } catch {
    logger().error({ permission: error.permission }, 'a refusal could not be put on record');
  }
}
