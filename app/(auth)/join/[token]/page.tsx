import type { Metadata } from 'next';
import { joinAction } from '@/app/(auth)/actions';
import { JoinForm } from '@/components/auth/join-form';
import { SpentLink } from '@/components/auth/spent-link';
import { AuthCard } from '@/components/shell/auth-card';
import { readOneTimeLink } from '@/lib/auth/one-time-link';

export const metadata: Metadata = { title: 'Join' };

const roleWords = {
  admin:
    'You will be an admin: everything a consultant may, and the people, the retention and the audit log.',
  consultant: 'You will be a consultant: clients, the wizard, the live runbook and the values that are ours.',
  support: 'You will be in support: what each client has and what is missing, and never a value.',
};

interface Props {
  params: Promise<{ token: string }>;
}

export default async function JoinPage({ params }: Props) {
  const { token } = await params;
  const link = await readOneTimeLink(token);
  if (link === null) {
    return (
      <SpentLink intro="It works once and for a limited time: it has been used, was withdrawn or has expired. Ask your admin for a new one. For the first admin, restart the board: it prints a fresh link." />
    );
  }
  return (
    <AuthCard
      title={link.kind === 'setup' ? 'Set up Jed Board' : 'Join Jed Board'}
      intro={
        link.kind === 'setup'
          ? 'You are the first admin. You invite the others afterwards.'
          : roleWords[link.role]
      }
    >
      <JoinForm action={joinAction} token={token} name={link.name} email={link.email} />
    </AuthCard>
  );
}
