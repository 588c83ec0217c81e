'use client';

import { useContext } from 'react';
import type { ActionResult } from '@/lib/action-state';
import { ErrorSummary } from './error-summary';
import { FormContext, fieldId } from './form-context';
import { PrivateWords } from './private-words';
import { SpokenErrors } from './spoken-errors';
import { OutsideLink } from './text-link';

interface FormOutcomeProps {
  result: ActionResult<unknown>;
  signInHref: string;
  /** What is wrong with a field stands beside it and nowhere else. */
  beside: boolean;
}

/** What came of sending the form: the summary of errors, or the one sentence that says why it was not done. */
export function FormOutcome({ result, signInHref, beside }: FormOutcomeProps) {
  const { id } = useContext(FormContext);
  if (result.status === 'failed') {
    const signIn = result.code === 'signed-out' || result.code === 'fresh-sign-in-required';
    return (
      <ErrorSummary errors={[]}>
        <p className="mt-1 max-w-prose">
          <PrivateWords text={result.message} />
          {signIn && (
            <>
              {' '}
              <OutsideLink href={signInHref}>Sign in, then come back here</OutsideLink>
            </>
          )}
        </p>
      </ErrorSummary>
    );
  }
  if (result.status !== 'invalid') return null;
  const errors = Object.entries(result.fieldErrors).flatMap(([name, messages]) =>
    messages.map((message) => ({ fieldId: fieldId(id, name), message })),
  );
  if (beside && errors.length > 0) return <SpokenErrors errors={errors} />;
  return (
    <ErrorSummary errors={errors}>
      {errors.length === 0 && (
        <p className="mt-1 max-w-prose">
          <PrivateWords text={result.message ?? ''} />
        </p>
      )}
    </ErrorSummary>
  );
}
