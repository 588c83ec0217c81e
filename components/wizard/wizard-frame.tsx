import type { ReactNode } from 'react';
import { Notice } from '@/components/ui/notice';
import { BackLink } from '@/components/ui/page-head';
import { DraftStatus, DraftStatusProvider, NotSavedNotice } from './draft-status';

export interface WizardFrameProps {
  title: string;
  /** "Step 3 of 7". */
  progress: string;
  back: { href: string; label: string };
  /** Whose draft it is, once there is a name. */
  clientName: string;
  /** ISO 8601. */
  savedAt: string;
  /** What the last Continue dropped, in words. */
  dropped?: readonly string[];
  /** Quiet things at the end, such as discarding the draft. */
  foot?: ReactNode;
  children: ReactNode;
}

/** The frame of every question page: one column, where one is, and whether it is saved. */
export function WizardFrame(props: WizardFrameProps) {
  const { title, progress, back, clientName, savedAt, dropped = [], foot, children } = props;
  return (
    <DraftStatusProvider savedAt={savedAt}>
      <div className="mx-auto w-full max-w-160 text-16">
        <div className="flex flex-wrap items-center justify-between gap-x-4">
          <BackLink href={back.href}>{back.label}</BackLink>
          <DraftStatus />
        </div>
        <p className="mt-3 text-14 text-ink-muted">
          {progress}
          {clientName !== '' && (
            <>
              {' · '}
              <bdi>{clientName}</bdi>
            </>
          )}
        </p>
        <h1 className="mb-6 text-balance font-semibold text-28 tracking-tight">{title}</h1>
        <NotSavedNotice />
        {dropped.length > 0 && (
          <Notice
            title={dropped.length === 1 ? undefined : 'Dropped with your last change:'}
            className="mb-6"
          >
            {dropped.length === 1 ? (
              <p>Dropped: {dropped[0]}.</p>
            ) : (
              <ul className="grid list-disc gap-0.5 pl-5">
                {dropped.map((words) => (
                  <li key={words}>{words}</li>
                ))}
              </ul>
            )}
          </Notice>
        )}
        {children}
        {foot && <div className="mt-12 border-line border-t pt-4">{foot}</div>}
      </div>
    </DraftStatusProvider>
  );
}
