import { LinkButton } from '@/components/ui/link-button';
import { MessagePage } from './message-page';

/** For what does not exist and for what one may not know to exist: the words are the same. */
export const NOTHING_HERE = {
  title: 'There is nothing at this address',
  words:
    'It may have been removed, or the address is not complete. If somebody sent it to you, ask them for it again.',
};

/** The same inside the signed-in frame. */
export function NothingHere() {
  return (
    <MessagePage
      title={NOTHING_HERE.title}
      actions={
        <LinkButton href="/" variant="primary" size="touch">
          Go to the board
        </LinkButton>
      }
    >
      <p>{NOTHING_HERE.words}</p>
    </MessagePage>
  );
}
