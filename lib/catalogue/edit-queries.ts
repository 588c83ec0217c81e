import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { orderBasis } from '@/lib/catalogue/arrange-entry';
import { type EditedComponent, readEdited } from '@/lib/catalogue/draft-rows';
import { type EntryRef, entryRefSchema, type ListedPart, readEntry } from '@/lib/catalogue/entries';
import { partHash } from '@/lib/catalogue/hash';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Component } from '@/lib/catalogue/schema';
import { database } from '@/lib/db/database';
import { AppError } from '@/lib/errors';

/** A component as the editing pages show it. */
interface EditView extends Pick<EditedComponent, 'inForce' | 'current' | 'readable'> {
  version: number;
  /** What the order of each kind of part is, as the server knows it again. */
  orders: Readonly<Record<ListedPart, string>>;
}

/** A component with its draft, or null where there is no such component. */
export async function readEdit(actor: Actor, componentId: string): Promise<EditView | null> {
  authorise(actor, 'catalogue.manage');
  try {
    const { inForce, current, readable } = await readEdited(database(), componentId);
    const { version } = await readCatalogue();
    const orders = {
      setting: orderBasis(current, 'setting'),
      slot: orderBasis(current, 'slot'),
      step: orderBasis(current, 'step'),
    };
    return { inForce, current, readable, version, orders };
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null;
    throw error;
  }
}

/** One part of a component as its form is filled from it. */
interface PartView {
  component: Component;
  ref: EntryRef;
  entry: object;
  basis: string;
}

/** A part of a component's draft, or null where there is none. `asked` comes from an address. */
export async function readPart(actor: Actor, componentId: string, asked: unknown): Promise<PartView | null> {
  const edit = await readEdit(actor, componentId);
  const ref = entryRefSchema.safeParse(asked);
  if (edit === null || !ref.success) return null;
  const entry = readEntry(edit.current, ref.data);
  return entry === undefined
    ? null
    : { component: edit.current, ref: ref.data, entry, basis: partHash(entry) };
}
