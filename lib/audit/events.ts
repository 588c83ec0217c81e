/** Everything the audit log can say, in one closed list. Names are past tense: the event stands for a thing done. */
export const AUDIT_ACTIONS = [
  'person.signed-in',
  'person.sign-in-failed',
  'person.signed-out',
  'person.invited',
  'person.invitation-withdrawn',
  'person.joined',
  'person.role-changed',
  'person.disabled',
  'person.enabled',
  'person.password-changed',
  'person.new-password-link-made',
  'person.new-password-link-withdrawn',
  'person.new-password-set',
  'person.sessions-ended',
  'person.session-ended',
  'person.other-sessions-ended',
  'person.fresh-sign-in',
  'person.fresh-sign-in-failed',
  'person.refused',
  'second-factor.enrolled',
  'second-factor.failed',
  'second-factor.recovery-used',
  'second-factor.recovery-renewed',
  'second-factor.removed',
  'second-factor.rule-changed',
  'passkey.added',
  'passkey.used',
  'passkey.refused',
  'passkey.removed',
  'identity.linked',
  'identity.unlinked',
  'client.draft-started',
  'client.created',
  'client.changed',
  'client.scope-changed',
  'client.draft-discarded',
  'client.offboarded',
  'client.restored',
  'client.purged',
  'credential.stored',
  'credential.generated',
  'credential.revealed',
  'credential.reveal-failed',
  'credential.reveal-refused',
  'credential.proof-asked',
  'credential.copied',
  'credential.text-refused',
  'credential.spent',
  'credential.destroyed',
  'own-secret.stored',
  'own-secret.revealed',
  'own-secret.reveal-refused',
  'own-secret.reveal-failed',
  'own-secret.removed',
  'reference.set',
  'reference.removed',
  'placement.marked',
  'placement.unmarked',
  'runbook.composed',
  'runbook.upgraded',
  'runbook.report-exported',
  'runbook.addendum-added',
  'evidence.added',
  'evidence.removed',
  'evidence.destroyed',
  'step.waived',
  'step.fix-suggested',
  'step.fix-answered',
  'catalogue.draft-saved',
  'catalogue.draft-withdrawn',
  'catalogue.published',
  'catalogue.shipped-restored',
  'catalogue.edit-kept',
  'machine.added',
  'machine.changed',
  'machine.installed',
  'machine.handed-over',
  'machine.offboarded',
  'audit.read',
  'audit.exported',
  'master-key.created',
  'master-key.rotated',
  'master-key.rewrapped',
  'master-key.retired',
  'master-key.moved',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];
export type AuditOutcome = 'ok' | 'refused' | 'failed';

/** One event as its writer states it; who, by which way and from where come from the actor. Ids and counts only. */
export interface AuditEvent {
  action: AuditAction;
  /** Default `ok`. */
  outcome?: AuditOutcome;
  clientId?: string;
  slotId?: string;
  valueVersion?: number;
  runbookId?: string;
  stepId?: string;
  subjectUserId?: string;
  /** Ids, counts and closed words. Never a name, never anything typed in. */
  detail?: Readonly<Record<string, string | number | boolean>>;
}
