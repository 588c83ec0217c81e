import { MessagePage } from '@/components/shell/message-page';
import { LinkButton } from '@/components/ui/link-button';

/** A page that this role does not have: what it is for, and whom to ask. */
export function NotAllowed({ what }: { what: string }) {
  return (
    <MessagePage
      title="Your role does not open this page"
      actions={
        <LinkButton href="/" variant="primary" size="touch">
          Go to the board
        </LinkButton>
      }
    >
      <p>{what} Ask an admin to do it, or to give you the role.</p>
    </MessagePage>
  );
}
