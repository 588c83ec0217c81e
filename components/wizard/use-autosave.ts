'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import type { FieldErrors } from '@/lib/errors';
import type { AnswerConflict, Base } from '@/lib/wizard/schema';
import { AutosaveQueue, type SaveAnswer } from './autosave-queue';
import { useDraftStatus } from './draft-status';
import { writeAnswer } from './form-answers';

const RETRY_MILLIS = 10_000;

/** A form's autosave: the queue, and what the page shows of it. */
export function useAutosave(save: SaveAnswer, initialBase: Base) {
  const { setState } = useDraftStatus();
  const [base, setBase] = useState(initialBase);
  const [conflicts, setConflicts] = useState<AnswerConflict[]>([]);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [queue] = useState(
    () =>
      new AutosaveQueue(save, initialBase, {
        onState: setState,
        onBase: setBase,
        onConflict: (conflict) => setConflicts((before) => [...without(before, conflict.field), conflict]),
        onErrors: (field, found) => setErrors(({ [field]: _gone, ...others }) => ({ ...others, ...found })),
      }),
  );
  useRetry(queue);
  useLeaving(queue);

  function resolve(conflict: AnswerConflict, choice: 'theirs' | 'mine') {
    const { field, revision, theirs } = conflict;
    queue.settle(field, revision, theirs);
    setConflicts((before) => without(before, field));
    if (choice === 'theirs' && queue.form !== null) writeAnswer(queue.form, field, theirs);
    queue.note(field);
    void queue.flush();
    setState({ kind: 'saved', at: conflict.at });
  }

  return { queue, base, conflicts, errors, resolve };
}

/** What could not be saved is tried again when the network or the person comes back, and every ten seconds while that may help. */
function useRetry(queue: AutosaveQueue) {
  useEffect(() => {
    const retry = () => queue.busy && void queue.flush();
    const interval = setInterval(() => queue.retriesByItself && void queue.flush(), RETRY_MILLIS);
    window.addEventListener('focus', retry);
    window.addEventListener('online', retry);
    return () => {
      clearInterval(interval);
      window.removeEventListener('focus', retry);
      window.removeEventListener('online', retry);
    };
  }, [queue]);
}

/**
 * Leaving the page saves what is still marked. Browsers' Back shows a page as the client cache has it, which is how it
 * was before anything was typed: after a save the cache is emptied.
 */
function useLeaving(queue: AutosaveQueue) {
  const { refresh } = useRouter();
  useEffect(
    () => () => {
      if (queue.busy || queue.hasSaved) void queue.flush().then(refresh);
    },
    [queue, refresh],
  );
}

function without(conflicts: AnswerConflict[], field: string): AnswerConflict[] {
  return conflicts.filter((conflict) => conflict.field !== field);
}
