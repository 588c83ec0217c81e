import type { EntryRef } from '@/lib/catalogue/entries';

/** Where a part of a component is edited. */
export function entryHref(componentId: string, { part, id }: EntryRef, as?: 'json'): string {
  const asked = new URLSearchParams({ part, id, ...(as === undefined ? {} : { as }) });
  return `/catalogue/${componentId}/edit/part?${asked}`;
}

/** Where a component is edited. */
export function editHref(componentId: string): string {
  return `/catalogue/${componentId}/edit`;
}
