import { MessagePage } from '@/components/shell/message-page';
import { LinkButton } from '@/components/ui/link-button';

export interface DoFirstProps {
  /** The step that was asked for. */
  wanted: string;
  first: { title: string; href: string };
}

/** A step that cannot be shown yet: which one to do first. */
export function DoFirst({ wanted, first }: DoFirstProps) {
  return (
    <div className="mx-auto w-full max-w-160">
      <MessagePage
        title={`“${wanted}” comes later`}
        actions={
          <LinkButton variant="primary" size="touch" href={first.href}>
            Go to “{first.title}”
          </LinkButton>
        }
      >
        <p>Answer “{first.title}” first: what is asked here follows from it. Nothing you typed is lost.</p>
      </MessagePage>
    </div>
  );
}
