'use client';

import { type RefObject, useEffect } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { PrivateText } from '@/components/ui/private-text';
import { Time } from '@/components/ui/time';
import type { AnswerConflict } from '@/lib/wizard/schema';

export interface AnswerConflictsProps {
  box: RefObject<HTMLDivElement | null>;
  conflicts: AnswerConflict[];
  onResolve: (conflict: AnswerConflict, choice: 'theirs' | 'mine') => void;
}

/** Answers that somebody else changed in the meantime: both are there, and this person decides. */
export function AnswerConflicts({ box, conflicts, onResolve }: AnswerConflictsProps) {
  const count = conflicts.length;
  useEffect(() => {
    if (count > 0) box.current?.scrollIntoView({ block: 'nearest' });
  }, [box, count]);
  return (
    <div ref={box} role="alert" className="grid gap-3 empty:hidden">
      {conflicts.map((conflict) => (
        <Notice key={conflict.field} tone="warn" className="text-16">
          <p>
            <PrivateText instead="A colleague">{conflict.by}</PrivateText> changed “{conflict.label}”{' '}
            {conflict.theirsShown === '' ? (
              'and left it empty'
            ) : (
              <>
                to <bdi className="font-medium">“{conflict.theirsShown}”</bdi>
              </>
            )}{' '}
            <Time at={conflict.at} />. Your answer is still in the field and was not saved.
          </p>
          <p className="mt-3 flex flex-wrap gap-2">
            <Button size="touch" onClick={() => onResolve(conflict, 'theirs')}>
              Keep theirs
            </Button>
            <Button size="touch" onClick={() => onResolve(conflict, 'mine')}>
              Use mine
            </Button>
          </p>
        </Notice>
      ))}
    </div>
  );
}
