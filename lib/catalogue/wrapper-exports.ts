import type { Action, Setting, SettingValues, Slot } from '@/lib/catalogue/schema';
import { loadFromKeychain } from '@/lib/catalogue/secret-steps';

/** Stands on a line of its own in a command and becomes one line for each variable the agent needs. */
const exportsPlaceholder = '{exports}';

interface Exported {
  slots: readonly Slot[];
  settings: readonly Setting[];
  answers: SettingValues;
}

/** Puts the agent's environment into the wrapper command; other actions stay as they are. */
export function expandExports(action: Action, exported: Exported): Action {
  if (action.kind !== 'command' || !action.command.includes(exportsPlaceholder)) return action;
  return { ...action, command: action.command.replace(exportsPlaceholder, () => exportLines(exported)) };
}

function exportLines({ slots, settings, answers }: Exported): string {
  const plain = settings.flatMap(({ envName, key }) =>
    envName && answers[key] !== undefined ? [`export ${envName}={setting:${key}}`] : [],
  );
  // A spent bootstrap key is not in the keychain, and a wrapper that asks for it would fail.
  const secret = slots
    .filter((slot) => slot.exported && !slot.spentAfterUse)
    .map((slot) => loadFromKeychain(slot.key).trimStart());
  return [...plain, ...secret].join('\n');
}
