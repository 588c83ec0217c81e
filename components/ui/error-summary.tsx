'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { useErrorTitle } from './error-title';

export interface ErrorSummaryProps {
  errors: { fieldId: string; message: string }[];
  title?: string;
  children?: ReactNode;
}

/**
 * Everything that is wrong, at the top, each line leading to its field in the same words. It takes the focus when it
 * appears and marks the page's title, so that nobody has to find out by looking.
 */
export function ErrorSummary({ errors, title = 'There is a problem', children }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  useErrorTitle();
  useEffect(() => box.current?.focus(), []);
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      className="rounded-md border-2 border-bad bg-surface px-4 py-3 text-16"
    >
      <h2 className="font-semibold">{title}</h2>
      {children}
      {errors.length > 0 && (
        <ul className="mt-1.5 grid gap-1">
          {errors.map(({ fieldId, message }) => (
            <li key={`${fieldId} ${message}`}>
              <a
                href={`#${fieldId}`}
                onClick={(event) => {
                  if (goToField(fieldId)) event.preventDefault();
                }}
                className="rounded-sm font-medium text-bad underline decoration-1 underline-offset-2 hover:decoration-2"
              >
                {message}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/**
 * Shows the question together with its control: both are scrolled to, clear of what sticks to the top, and the control
 * gets the focus. Of a long list of choices only the one is shown, whose question may be a screen away.
 */
function goToField(id: string): boolean {
  const control = document.getElementById(id);
  if (control === null) return false;
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
  const group = control.closest('fieldset');
  const shown = group !== null && fitsScreen(group, control) ? group : (label ?? control);
  shown.scrollIntoView({ block: fitsScreen(shown, shown) ? 'center' : 'start' });
  control.focus({ preventScroll: true });
  return true;
}

/** From the top of one to the end of the other is less than what a screen shows beside its bars. */
function fitsScreen(first: Element, last: Element): boolean {
  const height = last.getBoundingClientRect().bottom - first.getBoundingClientRect().top;
  return height < window.innerHeight * 0.7;
}
