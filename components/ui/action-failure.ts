import { unstable_rethrow } from 'next/navigation';
import type { ActionResult } from '@/lib/action-state';
import { BODY_TOO_LARGE } from '@/lib/http/body-limit';

export type FormAction<T> = (previous: ActionResult<T>, form: FormData) => Promise<ActionResult<T>>;

const STILL_HERE = 'What you typed is still here.';

/**
 * Runs an action from the browser. Redirects go on; whatever else keeps the request from coming back with a result
 * (no network, a body over the limit, a server that is restarting) becomes a result itself, so that the page and
 * what was typed into it stay as they are.
 */
export async function runFromBrowser<T>(work: () => Promise<ActionResult<T>>): Promise<ActionResult<T>> {
  try {
    return (await work()) ?? unexpected();
  } catch (error) {
    unstable_rethrow(error);
    return failure(error);
  }
}

/** Whether the request found no server, or its answer got lost: it may have been done all the same. */
export function gotNoAnswer(error: unknown): boolean {
  return (
    !navigator.onLine || (error instanceof TypeError && /fetch|network|load failed/i.test(error.message))
  );
}

function failure(error: unknown): ActionResult<never> {
  if (gotNoAnswer(error)) {
    return {
      status: 'failed',
      code: 'unavailable',
      message: `Not saved: the network does not answer. ${STILL_HERE} Check the connection, then try again.`,
    };
  }
  if (error instanceof Error && error.message === BODY_TOO_LARGE) {
    return {
      status: 'failed',
      code: 'too-large',
      message: `Not saved: this is larger than 1 MB. ${STILL_HERE} Shorten it, then try again.`,
    };
  }
  return unexpected();
}

function unexpected(): ActionResult<never> {
  return {
    status: 'failed',
    code: 'unexpected',
    message: `Not saved: the server did not answer as expected. ${STILL_HERE} Try again; if it stays, copy it somewhere safe and reload the page.`,
  };
}
