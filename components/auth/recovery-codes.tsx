'use client';

import { Printer } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { buttonLook } from '@/components/ui/button-look';
import { CopyText } from '@/components/ui/copy-text';
import { Notice } from '@/components/ui/notice';

interface RecoveryCodesProps {
  codes: readonly string[];
  /** Where one goes on afterwards. */
  continueHref: string;
}

/** Ten codes, this once. */
export function RecoveryCodes({ codes, continueHref }: RecoveryCodesProps) {
  return (
    <section aria-labelledby="recovery-codes" className="grid max-w-prose gap-4">
      <div role="status">
        <Notice
          tone="warn"
          title="The second factor is on. Keep these recovery codes now: they are not shown again."
        >
          Each signs you in once, when your phone or passkey is not at hand. Print them, or keep them in your
          password manager; not on that device itself.
        </Notice>
      </div>
      <h2 id="recovery-codes" className="font-semibold text-16">
        Recovery codes for Jed Board
      </h2>
      <ol className="grid max-w-140 grid-cols-2 gap-x-6 gap-y-1.5 font-mono text-14 max-sm:grid-cols-1">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2 print:hidden">
        <CopyText text={codes.join('\n')} label="Copy codes" variant="secondary" size="regular" />
        <Button icon={<Printer className="size-4" aria-hidden="true" />} onClick={() => window.print()}>
          Print codes
        </Button>
        {/* A whole page load: the frame around this page may have to become another one. */}
        <a href={continueHref} className={buttonLook('primary', 'regular')}>
          I have kept them
        </a>
      </div>
    </section>
  );
}
