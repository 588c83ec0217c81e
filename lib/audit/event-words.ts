import { AUDIT_ACTIONS, type AuditAction } from '@/lib/audit/events';

/** What each event is called on the screen: what somebody did, in the past tense. */
const WORDS: Readonly<Record<AuditAction, string>> = {
  'person.signed-in': 'Signed in',
  'person.sign-in-failed': 'Sign-in failed',
  'person.signed-out': 'Signed out',
  'person.invited': 'Invited a person',
  'person.invitation-withdrawn': 'Withdrew an invitation',
  'person.joined': 'Joined',
  'person.role-changed': 'Changed a role',
  'person.disabled': 'Disabled an account',
  'person.enabled': 'Enabled an account',
  'person.password-changed': 'Changed the password',
  'person.new-password-link-made': 'Made a new-password link',
  'person.new-password-set': 'Set a new password through a link',
  'person.sessions-ended': 'Signed out everywhere',
  'person.session-ended': 'Ended one of their sessions',
  'person.other-sessions-ended': 'Signed out everywhere else',
  'person.fresh-sign-in': 'Entered password or code again',
  'person.fresh-sign-in-failed': 'Password or code asked again did not fit',
  'second-factor.enrolled': 'Set up a second factor',
  'second-factor.failed': 'A second-factor code did not fit',
  'second-factor.recovery-used': 'Used a recovery code',
  'second-factor.recovery-renewed': 'Made new recovery codes',
  'second-factor.removed': 'Removed a second factor',
  'second-factor.rule-changed': 'Changed who needs a second factor',
  'client.draft-started': 'Started a draft',
  'client.created': 'Created the client',
  'client.changed': 'Changed the client record',
  'client.scope-changed': 'Changed what the client gets',
  'client.draft-discarded': 'Discarded a draft',
  'client.offboarded': 'Offboarded the client',
  'client.restored': 'Restored the client',
  'client.purged': 'Purged the client’s values',
  'credential.stored': 'Stored a value',
  'credential.generated': 'Generated a value',
  'credential.revealed': 'Decrypted a value',
  'credential.reveal-failed': 'A value did not open',
  'credential.reveal-refused': 'Decryption refused',
  'credential.proof-asked': 'Asked for the password before a decryption',
  'credential.copied': 'Copied a value',
  'credential.spent': 'Marked a value as spent',
  'credential.destroyed': 'Destroyed a value',
  'own-secret.stored': 'Stored a value of our own',
  'own-secret.revealed': 'Decrypted a value of our own',
  'own-secret.reveal-refused': 'Decryption of a value of our own refused',
  'own-secret.reveal-failed': 'A value of our own did not open',
  'own-secret.removed': 'Destroyed a value of our own',
  'reference.set': 'Recorded a vault reference',
  'reference.removed': 'Removed a vault reference',
  'placement.marked': 'Marked as pasted or signed in',
  'placement.unmarked': 'Took a paste or sign-in back',
  'runbook.composed': 'Composed a runbook',
  'step.waived': 'Waived a required step',
  'machine.added': 'Added a machine',
  'machine.changed': 'Changed a machine',
  'machine.installed': 'Marked a machine as installed',
  'audit.read': 'Read the audit log',
  'audit.exported': 'Exported the audit log',
  'master-key.created': 'Created the master key',
  'master-key.rotated': 'Rotated the master key',
  'master-key.rewrapped': 'Re-encrypted values under the new master key',
  'master-key.retired': 'Retired a master key',
  'master-key.moved': 'Moved the master key to another place',
};

/** The words for an event; an action that this version does not know is shown as it was written. */
export function eventWords(action: string): string {
  return isAuditAction(action) ? WORDS[action] : action;
}

/** Whether a text is one of the log's actions. */
function isAuditAction(action: string): action is AuditAction {
  return AUDIT_ACTIONS.some((known) => known === action);
}
