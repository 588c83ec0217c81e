'use client';

import { CloudOff } from 'lucide-react';
import { useOnline } from './use-online';

/** Says of an act that it has to go to the board at once, while there is no network: "Copying needs the network." */
export function NeedsNetwork({ act }: { act: string }) {
  if (useOnline()) return null;
  return (
    <span role="status" className="flex items-center gap-1.5 text-14 text-warn print:hidden">
      <CloudOff className="size-4 flex-none" aria-hidden="true" />
      {act} needs the network.
    </span>
  );
}
