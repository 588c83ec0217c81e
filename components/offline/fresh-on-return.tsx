'use client';

import { useFreshOnReturn } from './use-fresh-on-return';
import { useOnline } from './use-online';

/** For a page that says how things stand: whoever comes back to its tab sees how they stand now. */
export function FreshOnReturn() {
  useFreshOnReturn(useOnline());
  return null;
}
