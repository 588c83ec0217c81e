import { AppError } from '@/lib/errors';

/** How a work was refused: its code, its words, and the fields it names. Fails when it was not. */
export async function refusal(
  work: Promise<unknown>,
): Promise<{ code: string; message: string; fields: string[] }> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error('it was not refused');
  return { code: error.code, message: error.message, fields: Object.keys(error.fieldErrors ?? {}) };
}

/** How many of some simultaneous works went through. */
export async function countDone(works: Promise<unknown>[]): Promise<number> {
  const outcomes = await Promise.allSettled(works);
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}
