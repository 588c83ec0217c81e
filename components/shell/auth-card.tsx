import type { ReactNode } from 'react';
import { BrandMark } from './brand-mark';

export interface AuthCardProps {
  title: string;
  /** What happens here, in a sentence or two. */
  intro?: ReactNode;
  children: ReactNode;
  /** Below the line: another way in, or whom to ask. */
  foot?: ReactNode;
}

/** The frame of signed-out pages: one column, one question, nothing else. */
export function AuthCard({ title, intro, children, foot }: AuthCardProps) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-100 content-start gap-6 px-4 pt-[12dvh] pb-12 text-16">
      <p className="flex items-center gap-2.5 font-semibold tracking-tight">
        <BrandMark className="size-7" />
        Jed Board
      </p>
      <div>
        <h1 className="font-semibold text-28 tracking-tight">{title}</h1>
        {intro && <div className="mt-2 text-ink-muted">{intro}</div>}
      </div>
      {children}
      {foot && <div className="border-line border-t pt-4 text-14 text-ink-muted">{foot}</div>}
    </main>
  );
}
