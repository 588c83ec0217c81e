import type { ReactNode } from 'react';
import { CommandBlock } from '@/components/ui/command-block';
import { DialogCloseButton } from '@/components/ui/dialog';

interface LinkOnceProps {
  label: string;
  path: string;
  /** How long it works, and what whoever opens it gets. */
  children: ReactNode;
}

/** A link that was just made, inside a dialog: closing it is the last that is seen of the link. */
export function LinkOnce({ label, path, children }: LinkOnceProps) {
  return (
    <div className="grid gap-4">
      <p>{children}</p>
      <CommandBlock label={label} what="the link" command={`${window.location.origin}${path}`} />
      <div>
        <DialogCloseButton variant="primary">Done</DialogCloseButton>
      </div>
    </div>
  );
}
