'use client';

import { ErrorPage, type ErrorPageProps } from '@/components/shell/error-page';

export default function RootError(props: ErrorPageProps) {
  return (
    <main className="mx-auto max-w-3xl px-4">
      <ErrorPage {...props} />
    </main>
  );
}
