import type { Package } from '@/lib/catalogue/schema';

const starter = [
  'mac-identity',
  'mac-accounts',
  'filevault',
  'power',
  'remote-access',
  'updates-gatekeeper',
  'toolchain',
  'claude-code',
  'openrouter',
  'agent-runtime',
  'skills',
  'heartbeat',
  'slack',
];
const standard = [...starter, 'tailscale', 'backup', 'google-workspace'];
const growth = [...standard, 'web-search', 'hubspot'];
const managed = [...growth, 'mdm'];

/** Tiers build on each other; packs and add-ons come on top of any tier. */
export const packages: readonly Package[] = [
  {
    id: 'starter',
    kind: 'tier',
    name: 'Starter',
    summary: 'One machine, one agent, in the client’s Slack.',
    components: starter,
  },
  {
    id: 'standard',
    kind: 'tier',
    name: 'Standard',
    summary: 'Starter, with remote support, a backup, and mail and calendar.',
    components: standard,
  },
  {
    id: 'growth',
    kind: 'tier',
    name: 'Growth',
    summary: 'Standard, with web search and HubSpot.',
    components: growth,
  },
  {
    id: 'managed',
    kind: 'tier',
    name: 'Managed',
    summary: 'Growth, on a machine under device management.',
    components: managed,
  },
  {
    id: 'real-estate',
    kind: 'pack',
    name: 'Real estate',
    summary: 'Follow Up Boss and MLS listings.',
    components: ['followupboss', 'mls-reso'],
  },
  {
    id: 'commerce',
    kind: 'pack',
    name: 'Commerce',
    summary: 'The client’s Shopify store.',
    components: ['shopify'],
  },
  {
    id: 'plaud',
    kind: 'add-on',
    name: 'Plaud',
    summary: 'Recordings and transcripts.',
    components: ['plaud'],
  },
  {
    id: 'canva',
    kind: 'add-on',
    name: 'Canva',
    summary: 'Designs in the user’s own Canva.',
    components: ['canva'],
  },
];
