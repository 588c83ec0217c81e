import 'server-only';
import { notFound } from 'next/navigation';
import type { Actor } from '@/lib/auth/actor';
import { AppError } from '@/lib/errors';
import { readRun } from '@/lib/runbook/queries';
import type { RunView } from '@/lib/runbook/run-view';

/** The run for a page: an unknown one is the "not found" page, not an error. */
export async function readRunOrNotFound(actor: Actor, runbookId: string): Promise<RunView> {
  try {
    return await readRun(actor, runbookId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') notFound();
    throw error;
  }
}
