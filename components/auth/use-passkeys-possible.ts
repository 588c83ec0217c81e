import { useSyncExternalStore } from 'react';

const neverChanges = () => () => undefined;

/** Whether this browser has passkeys on this page: only over https or on localhost, and with script. No, until asked. */
export function usePasskeysPossible(): boolean {
  return useSyncExternalStore(
    neverChanges,
    () => window.isSecureContext && 'PublicKeyCredential' in window,
    () => false,
  );
}
