import { useSyncExternalStore } from 'react';

const neverChanges = () => () => undefined;

/** Whether this browser has passkeys on this page: only over https or on localhost. Null until it was asked. */
export function usePasskeysPossible(): boolean | null {
  return useSyncExternalStore<boolean | null>(
    neverChanges,
    () => window.isSecureContext && 'PublicKeyCredential' in window,
    () => null,
  );
}
