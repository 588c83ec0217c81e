import type { ReactNode } from 'react';

export interface PrintHeaderProps {
  title: string;
  /** Client, machine, version, time: what tells one sheet from another. */
  facts: ReactNode;
  /** A picture that leads back to the page, such as a QR code. */
  code?: ReactNode;
}

/** The head of a sheet of paper; the screen never shows it. */
export function PrintHeader({ title, facts, code }: PrintHeaderProps) {
  return (
    <header className="mb-4 hidden items-start justify-between gap-6 border-ink border-b-2 pb-2 print:flex">
      <div>
        <p className="font-semibold text-12">Jed Board</p>
        <p className="font-semibold text-20">{title}</p>
        <p className="text-12">{facts}</p>
      </div>
      {code && <div className="size-16 flex-none">{code}</div>}
    </header>
  );
}
