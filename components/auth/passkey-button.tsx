'use client';

import { KeyRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { type PasskeyAsking, showPasskey } from '@/components/auth/passkey-ceremony';
import { usePasskeysPossible } from '@/components/auth/use-passkeys-possible';
import { Button } from '@/components/ui/button';
import type { ButtonSize } from '@/components/ui/button-look';
import { Notice } from '@/components/ui/notice';

interface PasskeyButtonProps {
  asking: PasskeyAsking<undefined> | PasskeyAsking<never>;
  /** Called when the passkey was taken; unset, the page is read anew. */
  onOk?: () => void;
  size?: ButtonSize;
  className?: string;
}

/** Proves its person with a passkey. Where the browser has none, or no script runs, it is not there. */
export function PasskeyButton({ asking, onOk, size, className }: PasskeyButtonProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const router = useRouter();
  if (usePasskeysPossible() !== true) return null;

  function prove() {
    setProblem(null);
    startTransition(async () => {
      const result = await showPasskey<undefined>(asking);
      if (result.status === 'ok') (onOk ?? router.refresh)();
      else if (result.status !== 'idle') setProblem(result.message ?? null);
    });
  }

  return (
    <div className={className}>
      <Button
        size={size ?? 'regular'}
        busy={pending}
        busyLabel="Waiting for your device…"
        icon={<KeyRound className="size-4" aria-hidden="true" />}
        onClick={prove}
      >
        Use a passkey
      </Button>
      <div role="alert">
        {problem !== null && (
          <Notice tone="bad" className="mt-3">
            {problem}
          </Notice>
        )}
      </div>
    </div>
  );
}
