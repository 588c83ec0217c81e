'use client';

import { useEffect } from 'react';

const PREFIX = 'Error: ';

/** Marks the page's title for as long as something on it is wrong. */
export function useErrorTitle(): void {
  useEffect(() => {
    if (!document.title.startsWith(PREFIX)) document.title = PREFIX + document.title;
    return () => {
      if (document.title.startsWith(PREFIX)) document.title = document.title.slice(PREFIX.length);
    };
  }, []);
}
