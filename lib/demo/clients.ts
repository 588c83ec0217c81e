import type { MirrorKind } from '@/lib/clients/run-kind';

/** How far a demo client gets. `run` is the share of its run's steps that are done, from 0 to 1. */
export interface DemoClient {
  name: string;
  slug: string;
  contact: string;
  phone: string;
  notes?: string;
  tier: 'starter' | 'standard' | 'growth' | 'managed';
  packs?: string[];
  /** Components beyond the packages. */
  extra?: string[];
  settings?: Record<string, string>;
  serial: string;
  location: string;
  /** Slots that nobody has filled yet, by their id's beginning. */
  missing?: string[];
  stage: 'draft' | 'created' | 'running' | 'installed' | 'offboarding' | 'purged';
  run?: number;
  /** What undoes, begun on the machine once it is installed. `share` of its steps are done, from 0 to 1. */
  mirror?: { kind: MirrorKind; share: number };
  /** Machines that were set up in the months before. */
  pastRuns?: number;
  /** Days that values are kept after offboarding. */
  retentionDays?: number;
}

const mls = {
  'mls-reso.feed': 'bridge',
  'mls-reso.base-url': 'https://api.bridgedataoutput.com/api/v2/OData',
};

/**
 * Twelve clients, one or more in every stage. The names are made up, and so is every value. What leaves comes first: the
 * newest runs are installations.
 */
export const DEMO_CLIENTS: readonly DemoClient[] = [
  {
    name: 'Lakeside Veterinary',
    slug: 'lakeside-veterinary',
    contact: 'Priya Raman',
    phone: '+1 207 555 0160',
    tier: 'starter',
    serial: 'J4LK8VT2MW',
    location: 'Manager’s office, behind the monitor',
    stage: 'installed',
    run: 1,
    mirror: { kind: 'hand-over', share: 0.5 },
  },
  {
    name: 'Old Mill Brewing',
    slug: 'old-mill-brewing',
    contact: 'Greta Lund',
    phone: '+1 207 555 0193',
    notes: 'Closing the taproom at the end of the season.',
    tier: 'starter',
    serial: 'M5OM2BR6YC',
    location: 'Brewhouse office',
    stage: 'offboarding',
    run: 1,
    mirror: { kind: 'offboarding', share: 0.4 },
    retentionDays: 9,
  },
  {
    name: 'Harbor Realty',
    slug: 'harbor-realty',
    contact: 'Dana Whitfield',
    phone: '+1 207 555 0114',
    notes: 'Office closes at 17:00. Parking behind the building, ring at the side door.',
    tier: 'growth',
    packs: ['real-estate'],
    settings: { ...mls, 'mls-reso.mls-id': 'mreis' },
    serial: 'H2XQ7L4K9P',
    location: 'Back office, top shelf of the rack',
    stage: 'running',
    run: 0.55,
  },
  {
    name: 'Pine St Dental',
    slug: 'pine-st-dental',
    contact: 'Dr Marcus Bell',
    phone: '+1 207 555 0131',
    notes: 'No patient data on this machine: it reads the front desk’s mailbox only.',
    tier: 'standard',
    serial: 'C07PN3D8QX',
    location: 'Server cupboard beside reception',
    stage: 'running',
    run: 0.85,
  },
  {
    name: 'Ember & Oak Interiors',
    slug: 'ember-oak-interiors',
    contact: 'Jonah Reyes',
    phone: '+1 207 555 0177',
    tier: 'standard',
    packs: ['commerce'],
    settings: { 'shopify.store': 'ember-and-oak.myshopify.com', 'shopify.credential': 'admin-token' },
    serial: 'G6EB5RN1ZD',
    location: 'Stock room, wall shelf',
    stage: 'installed',
    run: 1,
  },
  {
    name: 'Northwind Charters',
    slug: 'northwind-charters',
    contact: 'Sigrid Halvorsen',
    phone: '+1 207 555 0142',
    notes: 'Take the ferry at 08:10; the next one is at noon.',
    tier: 'starter',
    settings: { 'slack.delivery': 'post-only' },
    serial: 'F9NW4CH7TS',
    location: 'Harbour office, under the desk',
    stage: 'created',
  },
  {
    name: 'Casa Luna Events',
    slug: 'casa-luna-events',
    contact: 'Lucía Ortega',
    phone: '+1 207 555 0123',
    tier: 'standard',
    serial: 'K3CL6EV8RB',
    location: 'Office, on the filing cabinet',
    stage: 'created',
  },
  {
    name: 'Bluebird Bakery',
    slug: 'bluebird-bakery',
    contact: 'Owen Tierney',
    phone: '+1 207 555 0188',
    notes: 'Best reached before 10:00.',
    tier: 'starter',
    packs: ['commerce'],
    settings: { 'shopify.store': 'bluebird-bakery.myshopify.com', 'shopify.credential': 'admin-token' },
    serial: '',
    location: '',
    missing: ['slack.', 'shopify.'],
    stage: 'created',
  },
  {
    name: 'Marlow & Finch Law',
    slug: 'marlow-finch-law',
    contact: 'Helen Marlow',
    phone: '+1 207 555 0155',
    notes: 'FileVault stays on, whatever it costs in restarts.',
    tier: 'managed',
    settings: { 'filevault.recovery-custody': 'client' },
    serial: '',
    location: 'Archive room, locked',
    missing: ['openrouter.', 'web-search.', 'hubspot.'],
    stage: 'created',
  },
  {
    name: 'Summit Ridge Property',
    slug: 'summit-ridge-property',
    contact: 'Caleb Stroud',
    phone: '+1 207 555 0139',
    tier: 'standard',
    packs: ['real-estate'],
    settings: { ...mls, 'mls-reso.mls-id': 'nneren' },
    serial: '',
    location: '',
    missing: ['mls-reso.', 'followupboss.', 'tailscale.'],
    stage: 'created',
  },
  {
    name: 'Zoë’s Flower Studio',
    slug: 'zoes-flower-studio',
    contact: 'Zoë Marchetti',
    phone: '+1 207 555 0171',
    tier: 'starter',
    serial: '',
    location: '',
    missing: ['slack.', 'openrouter.', 'skills.'],
    stage: 'draft',
  },
  {
    name: 'Fairhaven Travel',
    slug: 'fairhaven-travel',
    contact: 'Amara Nwosu',
    phone: '+1 207 555 0108',
    notes: 'Twelve offices, set up one by one. Sold the business before the machine at the head office.',
    tier: 'standard',
    pastRuns: 12,
    serial: 'D8FH1TV3LN',
    location: 'Front office',
    stage: 'purged',
  },
];
