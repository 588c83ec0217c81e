'use client';

import { ErrorPage, type ErrorPageProps } from '@/components/shell/error-page';
import { mono, sans } from './fonts';
import './globals.css';

export default function GlobalError(props: ErrorPageProps) {
  return (
    <html lang="en-GB" className={`${sans.variable} ${mono.variable}`}>
      <body>
        <title>This page could not be shown – Jed Board</title>
        <main className="mx-auto max-w-3xl px-4">
          <ErrorPage {...props} />
        </main>
      </body>
    </html>
  );
}
