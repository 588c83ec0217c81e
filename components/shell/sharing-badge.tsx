'use client';

import { ScreenShare } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { useScreenSharing } from '@/components/ui/screen-sharing';

/** Says on every page that names are hidden, and ends it. Drawn by the root's class, so that it never comes late. */
export function SharingBadge() {
  const [, share] = useScreenSharing();
  return (
    <section
      aria-label="Screen share"
      className="only-sharing fixed right-3 bottom-3 z-30 items-center gap-2 rounded-md border border-info bg-raised py-1 pr-1 pl-3 text-13 shadow-float max-sm:bottom-[calc(4.25rem+env(safe-area-inset-bottom))] print:hidden"
    >
      <ScreenShare className="size-4 flex-none text-info" aria-hidden="true" />
      <span>Screen share: names hidden</span>
      <Button size="compact" variant="quiet" onClick={() => share(false)}>
        Show names
      </Button>
    </section>
  );
}
