import type { Metadata } from 'next';
import { ProvedSignal } from '@/components/auth/proved-signal';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { problemWords } from '@/lib/auth/openid-problem';
import { openIdSettings } from '@/lib/auth/openid-settings';
import { requireOwnReader } from '@/lib/auth/session';

export const metadata: Metadata = { title: 'Signed in again' };

interface Props {
  searchParams: Promise<{ problem?: string | string[] }>;
}

/** Where the sign-in provider leads back to, in a tab of its own beside the work it was asked for. */
export default async function ProvedPage({ searchParams }: Props) {
  await requireOwnReader('/account');
  const problem = problemWords((await searchParams).problem, openIdSettings()?.name ?? 'The provider');
  return (
    <>
      <PageHead title={problem === null ? 'You are signed in again' : 'Not signed in again'} />
      <div className="grid max-w-prose justify-items-start gap-4">
        {problem === null ? (
          <>
            <ProvedSignal />
            <p>Go back to the tab where you were, and copy again. You can close this one.</p>
          </>
        ) : (
          <Notice tone="bad">{problem}</Notice>
        )}
        <LinkButton href="/account">Your account</LinkButton>
      </div>
    </>
  );
}
