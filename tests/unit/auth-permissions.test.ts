import { describe, expect, test } from 'vitest';
import { type Actor, ROLES, type Role } from '@/lib/auth/actor';
import { authorise, may, type Permission } from '@/lib/auth/permissions';

/** SPEC "who may do what", written down a second time on purpose: a right that moves has to move here too. */
const RIGHTS: Record<Permission, readonly Role[]> = {
  'client.read': ['admin', 'consultant', 'support'],
  'client.write': ['admin', 'consultant'],
  'wizard.use': ['admin', 'consultant'],
  'run.read': ['admin', 'consultant', 'support'],
  'run.work': ['admin', 'consultant'],
  'step.waive': ['admin'],
  'credential.store': ['admin', 'consultant'],
  'credential.reveal': ['admin', 'consultant'],
  'client.offboard': ['admin', 'consultant'],
  'client.restore': ['admin', 'consultant'],
  'client.purge-early': ['admin'],
  'retention.manage': ['admin'],
  'people.manage': ['admin'],
  'catalogue.manage': ['admin'],
  'audit.read': ['admin'],
  'audit.read-own': ['admin', 'consultant'],
  'audit.read-redacted': ['admin', 'consultant', 'support'],
  'master-key.manage': ['admin'],
  'own-secret.use': ['admin', 'consultant'],
  'org-secret.use': ['admin'],
};

const actorOf = (role: Role): Actor => ({ id: 'somebody', role, via: 'web', isAgent: false });
const cells = Object.entries(RIGHTS).flatMap(([permission, roles]) =>
  ROLES.map((role) => [permission as Permission, role, roles.includes(role)] as const),
);

describe('every right of every role', () => {
  test.each(cells)('%s for %s: %s', (permission, role, allowed) => {
    expect(may({ role }, permission)).toBe(allowed);
    const attempt = () => authorise(actorOf(role), permission);
    if (allowed) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });
});

test('a role or a right that nobody has heard of is refused', () => {
  expect(may({ role: 'owner' as Role }, 'client.read')).toBe(false);
  expect(may({ role: 'admin' }, 'everything' as Permission)).toBe(false);
  expect(may({ role: 'admin' }, 'constructor' as Permission)).toBe(false);
});
