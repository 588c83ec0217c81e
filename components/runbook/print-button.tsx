'use client';

import { Printer } from 'lucide-react';
import { Button } from '@/components/ui/button';

/** Opens the browser's own print sheet, which also makes a PDF. */
export function PrintButton() {
  return (
    <Button icon={<Printer className="size-4" aria-hidden="true" />} onClick={() => window.print()}>
      Print or save as PDF
    </Button>
  );
}
