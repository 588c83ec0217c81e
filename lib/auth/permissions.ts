import type { Actor, Role } from '@/lib/auth/actor';
import { AppError } from '@/lib/errors';

const EVERYONE: readonly Role[] = ['admin', 'consultant', 'support'];
const FIELD: readonly Role[] = ['admin', 'consultant'];
const ADMIN: readonly Role[] = ['admin'];

/** The table of SPEC "who may do what", one line a right. What is not listed is refused. */
const PERMISSIONS = {
  'client.read': EVERYONE,
  'client.write': FIELD,
  'wizard.use': FIELD,
  'run.read': EVERYONE,
  'run.work': FIELD,
  'step.waive': ADMIN,
  'credential.store': FIELD,
  'credential.reveal': FIELD,
  'client.offboard': FIELD,
  'client.restore': FIELD,
  'client.purge-early': ADMIN,
  'retention.manage': ADMIN,
  'people.manage': ADMIN,
  'catalogue.manage': ADMIN,
  'audit.read': ADMIN,
  'audit.read-own': FIELD,
  'audit.read-redacted': EVERYONE,
  'master-key.manage': ADMIN,
  'own-secret.use': FIELD,
  'org-secret.use': ADMIN,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

const REFUSALS: Partial<Record<Permission, string>> = {
  'credential.reveal': 'Your role cannot decrypt values. Ask a consultant or an admin.',
  'own-secret.use': 'Your role has no values of its own here. Ask an admin.',
  'org-secret.use': 'The organisation’s values are for admins. Ask one.',
  'step.waive': 'Only an admin waives a required step, or takes that back. Ask one, and give the reason.',
  'client.purge-early': 'Only an admin purges before the date. Ask one.',
};

/** Whether the actor may; for showing or hiding a control. It protects nothing: `authorise` does. */
export function may(actor: Pick<Actor, 'role'>, permission: Permission): boolean {
  if (!Object.hasOwn(PERMISSIONS, permission)) return false;
  const roles: readonly Role[] = PERMISSIONS[permission];
  return roles.includes(actor.role);
}

/** The refusal itself: it knows who was refused what, so that whoever answers the request can put it on record. */
export class PermissionRefused extends AppError {
  constructor(
    readonly actor: Actor,
    readonly permission: Permission,
  ) {
    super('forbidden', REFUSALS[permission] ?? 'Your role does not allow this. Ask an admin.');
  }
}

/** Throws `forbidden` unless the actor may. Called inside every query and command, next to the data. */
export function authorise(actor: Actor, permission: Permission): void {
  if (!may(actor, permission)) throw new PermissionRefused(actor, permission);
}
