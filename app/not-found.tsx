import type { Metadata } from 'next';
import { MessagePage } from '@/components/shell/message-page';
import { LinkButton } from '@/components/ui/link-button';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main className="mx-auto max-w-3xl px-4">
      <MessagePage
        title="There is nothing at this address"
        actions={
          <LinkButton href="/" variant="primary" size="touch">
            Go to the board
          </LinkButton>
        }
      >
        <p>
          It may have been removed, or the address is not complete. If somebody sent it to you, ask them for
          it again.
        </p>
      </MessagePage>
    </main>
  );
}
