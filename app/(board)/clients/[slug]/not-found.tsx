import { MessagePage } from '@/components/shell/message-page';
import { LinkButton } from '@/components/ui/link-button';

export default function ClientNotFound() {
  return (
    <MessagePage
      title="No client is here"
      actions={
        <LinkButton href="/" variant="primary">
          Go to the board
        </LinkButton>
      }
    >
      <p>The address names a client, or a part of one, that does not exist. Look for it on the board.</p>
    </MessagePage>
  );
}
