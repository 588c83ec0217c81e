import type { ReactNode } from 'react';
import { classNames } from './class-names';
import type { Custody } from './custody';

interface Face {
  word: string;
  tone: string;
  meaning: string;
  glyph: ReactNode;
}

const faces: Record<Custody, Face> = {
  'our-managed': {
    word: 'our-managed',
    tone: 'text-accent',
    meaning: 'The value is ours: encrypted in our database',
    glyph: (
      <path
        fill="currentColor"
        fillRule="evenodd"
        d="M10.5 1a4.5 4.5 0 0 0-4.28 5.9L1.3 11.8a1 1 0 0 0-.3.72V14a1 1 0 0 0 1 1h2.1a.7.7 0 0 0 .7-.7v-1.1h1.1a.7.7 0 0 0 .7-.7v-1.1h.83a1 1 0 0 0 .7-.29l.97-.97A4.5 4.5 0 1 0 10.5 1Zm1.25 4.7a1.45 1.45 0 1 1 0-2.9 1.45 1.45 0 0 1 0 2.9Z"
      />
    ),
  },
  'client-supplied': {
    word: 'client-supplied',
    tone: 'text-vault',
    meaning: 'The value stays in the client’s vault; we hold its reference',
    glyph: (
      <g fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round">
        <rect x="1.7" y="2" width="12.6" height="10.8" rx="1.6" />
        <circle cx="8.6" cy="7.4" r="2.5" />
        <path d="M8.6 4.1v.8M8.6 9.9v.8M5.3 7.4h.8M11.1 7.4h.8M4 12.8v1.7M12 12.8v1.7" />
      </g>
    ),
  },
  'on-device': {
    word: 'on-device sign-in',
    tone: 'text-device',
    meaning: 'Signed in on the machine; nothing is stored here',
    glyph: (
      <g fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round">
        <rect x="3" y="2.7" width="10" height="7.4" rx="1.2" />
        <path d="M1.2 12.9h13.6" strokeWidth="1.8" />
      </g>
    ),
  },
  infrastructure: {
    word: 'infrastructure',
    tone: 'text-ink-muted',
    meaning: 'Ours for the whole organisation; never leaves for a machine',
    glyph: (
      <g fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round">
        <rect x="2.6" y="6.6" width="10.8" height="7.8" rx="1.4" />
        <path d="M5 6.6V4.7a3 3 0 0 1 6 0v1.9" />
        <path d="M5.3 10.5h5.4" strokeWidth="2" />
      </g>
    ),
  },
};

export interface CustodyFaceProps {
  custody: Custody;
  /** Only the glyph; the word stays for screen readers. */
  iconOnly?: boolean;
  className?: string;
}

/** Who holds the value: one glyph, one tint and one word, the same in wizard, slot list, runbook and print. */
export function CustodyFace({ custody, iconOnly = false, className }: CustodyFaceProps) {
  const { word, tone, meaning, glyph } = faces[custody];
  return (
    <span
      title={meaning}
      className={classNames('inline-flex items-baseline gap-1.5 whitespace-nowrap', tone, className)}
    >
      <svg viewBox="0 0 16 16" className="size-4 flex-none self-center" aria-hidden="true">
        {glyph}
      </svg>
      <span className={iconOnly ? 'sr-only' : undefined}>{word}</span>
    </span>
  );
}
