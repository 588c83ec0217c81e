import 'server-only';
import { notFound } from 'next/navigation';
import type { Actor } from '@/lib/auth/actor';
import { AppError } from '@/lib/errors';
import { readPreflight } from '@/lib/runbook/preflight-queries';
import type { PreflightView } from '@/lib/runbook/preflight-view';

/** The preflight for a page: that of an unknown run is the "not found" page. */
export async function readPreflightOrNotFound(actor: Actor, runbookId: string): Promise<PreflightView> {
  try {
    return await readPreflight(actor, runbookId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') notFound();
    throw error;
  }
}
