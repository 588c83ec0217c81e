import 'server-only';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import type { Actor } from '@/lib/auth/actor';
import { requireReader } from '@/lib/auth/session';
import { type ClientRecord, readClient } from '@/lib/clients/client-queries';
import { AppError } from '@/lib/errors';

/** The reader and the client of a record's page; an address that leads to none is the not-found page. */
export async function openClient(
  params: Promise<{ slug: string }>,
  page = '',
): Promise<{ actor: Actor; client: ClientRecord }> {
  return openOnce((await params).slug, page);
}

/** The title and the page itself ask for the same client: one answer a request serves both. */
const openOnce = cache(async (slug: string, page: string) => {
  const { actor } = await requireReader(`/clients/${encodeURIComponent(slug)}${page}`);
  return { actor, client: await orNotFound(readClient(actor, slug)) };
});

/** What was asked for, or the not-found page when it is not there. */
export async function orNotFound<T>(wanted: Promise<T>): Promise<T> {
  return wanted.catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') notFound();
    throw error;
  });
}
