'use client';

import { useSyncExternalStore } from 'react';
import { setPreferenceCookie } from './set-cookie';
import { SHARING_CLASS } from './sharing-class';

/** On the root from the first paint, by the cookie; the style sheet does the hiding. */
const CHANGED = 'screen-sharing';

function subscribe(onChange: () => void): () => void {
  window.addEventListener(CHANGED, onChange);
  return () => window.removeEventListener(CHANGED, onChange);
}

const isOn = () => document.documentElement.classList.contains(SHARING_CLASS);

/** Whether this browser hides names while its screen is shared, and the switch. Remembered for the next page. */
export function useScreenSharing(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(subscribe, isOn, () => false);
  return [on, switchSharing];
}

function switchSharing(on: boolean): void {
  document.documentElement.classList.toggle(SHARING_CLASS, on);
  window.dispatchEvent(new Event(CHANGED));
  void setPreferenceCookie('sharing', on ? 'on' : 'off');
}
