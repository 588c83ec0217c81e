import 'server-only';
import { applyEnvironment, env } from '@/lib/env';
import { ensureInstallation } from '@/lib/keys/installation';

/**
 * Completes the configuration of a local board with the secrets it makes for itself, for this process and those it
 * starts. In production they are given from outside, and nothing is made up.
 */
export async function completeLocalEnvironment(): Promise<void> {
  const { BOARD_MODE, BOARD_DATA_DIR, AUTH_SECRET, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY } = env();
  if (BOARD_MODE !== 'local') return;
  const own = await ensureInstallation(BOARD_DATA_DIR);
  applyEnvironment({
    BOARD_MODE,
    BOARD_DATA_DIR,
    AUTH_TRUST_HOST: 'true',
    AUTH_SECRET: AUTH_SECRET ?? own.authSecret,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ?? own.serverActionsKey,
  });
}
