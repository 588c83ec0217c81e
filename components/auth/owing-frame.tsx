import type { ReactNode } from 'react';
import { BrandMark } from '@/components/shell/brand-mark';
import { Button } from '@/components/ui/button';

interface OwingFrameProps {
  signOut: () => Promise<void>;
  children: ReactNode;
}

/** The frame of somebody who is signed in and owes a second factor: nothing leads anywhere but there, and out. */
export function OwingFrame({ signOut, children }: OwingFrameProps) {
  return (
    <div className="mx-auto grid w-full max-w-3xl gap-6 px-4 py-8">
      <header className="flex items-center justify-between gap-4 print:hidden">
        <p className="flex items-center gap-2.5 font-semibold tracking-tight">
          <BrandMark className="size-7" />
          Jed Board
        </p>
        <form action={signOut}>
          <Button type="submit" variant="quiet">
            Sign out
          </Button>
        </form>
      </header>
      <main id="main">{children}</main>
    </div>
  );
}
