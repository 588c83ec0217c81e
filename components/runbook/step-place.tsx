import {
  Globe,
  Laptop,
  type LucideIcon,
  MonitorPlay,
  Smartphone,
  Terminal,
  TriangleAlert,
} from 'lucide-react';
import { PLACE_WORDS } from '@/lib/runbook/place-words';
import type { FrozenStep } from '@/lib/runbook/schema';
import { InlineCode } from './inline-code';
import { usesKeychain } from './leaves-behind';

const ICONS: Readonly<Record<FrozenStep['where'], LucideIcon>> = {
  local: Laptop,
  'screen-sharing': MonitorPlay,
  ssh: Terminal,
  browser: Globe,
  phone: Smartphone,
};

const UNLOCK = '`security unlock-keychain ~/Library/Keychains/login.keychain-db`';

/** Where a step happens, and whether the keychain it needs is open there. */
export function StepPlace({ content }: { content: FrozenStep }) {
  const Icon = ICONS[content.where];
  const keychain = content.actions.some(
    (action) => action.kind === 'command' && usesKeychain(action.command),
  );
  return (
    <>
      <span className="inline-flex items-center gap-1.5 rounded-sm border border-line bg-canvas px-2 py-0.5 text-13">
        <Icon className="size-4 flex-none" aria-hidden="true" />
        {PLACE_WORDS[content.where]}
      </span>
      {keychain && (
        <p className="flex basis-full items-start gap-1.5 text-14 text-warn">
          <TriangleAlert className="mt-0.5 size-4 flex-none" aria-hidden="true" />
          <span>
            {content.where === 'ssh'
              ? 'The login keychain is locked over SSH. First '
              : 'Not over SSH: the login keychain is locked there. If you have to, first '}
            <InlineCode text={UNLOCK} />, or use Screen Sharing.
          </span>
        </p>
      )}
    </>
  );
}
