import type { Places, Stage } from './places';
import type { Shot } from './shot';
import { alerts, inOrder, press } from './states';

const client =
  (stage: Stage, tab = '') =>
  (places: Places) =>
    places.clients[stage] === undefined ? undefined : `/clients/${places.clients[stage]}${tab}`;

const STAGES: readonly Stage[] = [
  'draft',
  'collecting',
  'ready',
  'installing',
  'installed',
  'offboarding',
  'purged',
];
const TABS = ['credentials', 'machines', 'runs', 'timeline'] as const;

/** The client record by stage and by tab, and how a client leaves. */
export const recordShots: readonly Shot[] = [
  ...STAGES.map((stage): Shot => ({ name: `client-${stage}`, as: 'consultant', at: client(stage) })),
  ...TABS.map(
    (tab): Shot => ({
      name: `client-installing-${tab}`,
      as: 'consultant',
      at: client('installing', `/${tab}`),
    }),
  ),
  { name: 'client-collecting-credentials', as: 'consultant', at: client('collecting', '/credentials') },
  { name: 'client-draft-runs', as: 'consultant', at: client('draft', '/runs') },
  { name: 'client-draft-machines', as: 'consultant', at: client('draft', '/machines') },
  { name: 'client-component', as: 'consultant', at: client('installing', '/components/slack') },
  {
    name: 'client-contact-errors',
    as: 'consultant',
    at: client('installing'),
    prepare: async (page) => {
      await press('Change')(page);
      await page.getByLabel(/^E-mail/).fill('not an address');
      await press('Save contact')(page);
      await alerts(page);
    },
    windowOnly: true,
  },
  { name: 'client-installed', as: 'support', at: client('installed') },
  { name: 'redacted-list', as: 'support', at: client('installing', '/credentials') },
  { name: 'redacted-list-installed', as: 'support', at: client('installed', '/credentials') },
  { name: 'redacted-list-collecting', as: 'support', at: client('collecting', '/credentials') },
  { name: 'redacted-list-purged', as: 'support', at: client('purged', '/credentials') },
  { name: 'timeline', as: 'support', at: client('installed', '/timeline') },
  { name: 'offboarding', as: 'admin', at: client('installed', '/offboarding') },
  {
    name: 'offboarding-dialog',
    as: 'admin',
    at: client('installed', '/offboarding'),
    prepare: press(/^Offboard .*…$/),
    windowOnly: true,
  },
  { name: 'offboarding-under-way', as: 'admin', at: client('offboarding', '/offboarding') },
  {
    name: 'purge-dialog-errors',
    as: 'admin',
    at: client('offboarding', '/offboarding'),
    prepare: inOrder(press(/^Purge .*…$/), press(/^Purge .*now$/), alerts),
    windowOnly: true,
  },
  { name: 'offboarding-refused', as: 'support', at: client('installed', '/offboarding') },
  { name: 'certificate', as: 'admin', at: client('purged', '/certificate') },
];
