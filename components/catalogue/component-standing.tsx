import type { ReactNode } from 'react';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { PrivateText } from '@/components/ui/private-text';
import { Time } from '@/components/ui/time';

interface DraftNoticeProps {
  reviewHref: string;
  draft: { by: string; at: Date; begunFromAnother: boolean };
}

/** That a draft waits, whose it is, and where it is read before it is published. */
export function DraftNotice({ reviewHref, draft }: DraftNoticeProps) {
  return (
    <Notice
      className="mb-4 max-w-3xl"
      action={<LinkButton href={reviewHref}>Review the draft</LinkButton>}
      title="A draft is not published yet"
    >
      Last saved by <PrivateText>{draft.by}</PrivateText>, <Time at={draft.at} />.
      {draft.begunFromAnother &&
        ' What is in force changed since it was begun: the review shows all differences.'}
    </Notice>
  );
}

interface ReleaseNoticeProps {
  edit: 'moved-on' | 'set-aside';
  problems: readonly string[];
  /** The ways out. */
  children: ReactNode;
}

/** That a release has changed a component which was edited here, and what can be done about it. */
export function ReleaseNotice({ edit, problems, children }: ReleaseNoticeProps) {
  return (
    <Notice
      tone="warn"
      className="mb-4 max-w-3xl"
      title={
        edit === 'moved-on'
          ? 'The shipped text of this component has changed since it was edited here'
          : 'What was edited here does not fit this release, so the shipped text is in force'
      }
    >
      {edit === 'moved-on' && <p>The edited one stays in force until you decide.</p>}
      {problems.length > 0 && (
        <ul className="list-disc pl-5">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      <div className="mt-2 flex flex-wrap items-start gap-2">{children}</div>
    </Notice>
  );
}
