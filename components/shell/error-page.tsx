'use client';

import { Button } from '@/components/ui/button';
import { MessagePage } from './message-page';

export interface ErrorPageProps {
  error: unknown;
  retry: () => void;
}

/** The page that stands in for one that failed. It repeats nothing of the error but the reference to the log. */
export function ErrorPage({ error, retry }: ErrorPageProps) {
  const digest =
    error instanceof Error && 'digest' in error && typeof error.digest === 'string'
      ? error.digest
      : undefined;
  return (
    <MessagePage
      title="This page could not be shown"
      reference={digest}
      actions={
        <>
          <Button variant="primary" size="touch" onClick={() => retry()}>
            Try again
          </Button>
          <Button size="touch" onClick={() => window.location.assign('/')}>
            Go to the board
          </Button>
        </>
      }
    >
      <p>Something went wrong on our side. Nothing was changed by looking at this page.</p>
      <p>Try again. If it stays, send the reference below to your admin: it finds the entry in the log.</p>
    </MessagePage>
  );
}
