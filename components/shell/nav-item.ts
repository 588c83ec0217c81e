import type { ReactNode } from 'react';

/** A place in the rail. `icon` is a lucide icon of 18 px; the first four are also in the phone's bar. */
export interface NavItem {
  href: string;
  label: string;
  icon: ReactNode;
  /** Further addresses that belong to this place, such as `/clients` to the board. */
  also?: string[];
}
