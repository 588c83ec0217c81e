import { headers } from 'next/headers';
import { QrCode } from '@/components/auth/qr-code';
import { boardOrigin } from '@/lib/auth/board-origin';

/** A page's address as a QR code for its sheet of paper: whoever holds the sheet gets back to the page. */
export async function PaperCode({ path }: { path: string }) {
  const address = new URL(path, boardOrigin(await headers())).href;
  return <QrCode text={address} label="The address of this page" className="size-20" />;
}
