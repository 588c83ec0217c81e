import type { Role } from '@/lib/auth/actor';

/** What each role may do, for whoever gives it. */
export const ROLE_CHOICES: { value: Role; label: string; hint: string }[] = [
  {
    value: 'consultant',
    label: 'Consultant',
    hint: 'Fills in the wizard, works the runbook, stores and copies values.',
  },
  {
    value: 'support',
    label: 'Support',
    hint: 'Sees what a client has and what is missing. Never a value.',
  },
  {
    value: 'admin',
    label: 'Admin',
    hint: 'All of that, and people, retention, waivers and the whole audit log.',
  },
];
