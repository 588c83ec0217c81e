'use client';

import { ScreenShare } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { useScreenSharing } from '@/components/ui/screen-sharing';

/** Hides names of people, addresses, accounts and vault references in this browser, while its screen is shared. */
export function ScreenShareSwitch({ className }: { className?: string }) {
  const [on, share] = useScreenSharing();
  return (
    <Button
      role="switch"
      aria-checked={on}
      title="Hides names, addresses, accounts and vault references"
      icon={<ScreenShare className="size-4" aria-hidden="true" />}
      className={classNames('aria-checked:border-info aria-checked:text-info', className)}
      onClick={() => share(!on)}
    >
      Screen share
    </Button>
  );
}
