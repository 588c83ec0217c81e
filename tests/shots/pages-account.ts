import type { Page } from '@playwright/test';
import { codeOf } from '@/tests/support/authenticator-code';
import type { Scene, Shot } from './shot';
import { alerts, inOrder, press, provedAgo, says } from './states';

const page = { as: 'support', at: () => '/account/second-factor', passing: true } as const;

/** Nobody has a second factor, before and after, and whoever is signed in is not asked for a password. */
async function withoutFactors(_page: Page, scene: Scene): Promise<void> {
  const forget = () => scene.query('delete from recovery_codes; delete from second_factors');
  await forget();
  await provedAgo(0)(_page, scene);
  scene.afterwards(forget);
}

const setUp = inOrder(press('Set it up'), says('Scan this picture'));

async function enterCode(shown: Page): Promise<void> {
  const key = await shown.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent();
  await shown.getByLabel('Code from the app').fill(codeOf((key ?? '').replaceAll(' ', '')));
}

/** The account page, and setting a second factor up. */
export const accountShots: readonly Shot[] = [
  { name: 'account', as: 'consultant', at: () => '/account' },
  {
    name: 'account-errors',
    as: 'consultant',
    at: () => '/account',
    prepare: inOrder(press(/change password/i), alerts),
  },
  { name: 'second-factor', ...page, before: withoutFactors },
  {
    name: 'second-factor-asks-password',
    ...page,
    before: inOrder(withoutFactors, provedAgo(60)),
  },
  { name: 'second-factor-scan', ...page, before: withoutFactors, prepare: setUp },
  {
    name: 'second-factor-wrong-code',
    ...page,
    before: withoutFactors,
    prepare: inOrder(setUp, press('Turn on'), alerts),
  },
  {
    name: 'second-factor-recovery-codes',
    ...page,
    before: withoutFactors,
    prepare: inOrder(setUp, enterCode, press('Turn on'), says('Recovery codes for Jed Board')),
  },
  {
    name: 'second-factor-on',
    ...page,
    before: withoutFactors,
    prepare: inOrder(setUp, enterCode, press('Turn on'), says('Recovery codes for Jed Board'), (shown) =>
      shown.reload().then(() => undefined),
    ),
  },
  {
    name: 'second-factor-owed',
    ...page,
    at: () => '/',
    before: async (shown, scene) => {
      await withoutFactors(shown, scene);
      scene.afterwards(() => scene.query(`update board_settings set second_factor_roles = '{}'`));
      await scene.query(`update board_settings set second_factor_roles = '{support}'`);
    },
  },
];
