import type { Metadata } from 'next';
import { setNewPasswordAction } from '@/app/(auth)/actions';
import { NewPasswordForm } from '@/components/auth/new-password-form';
import { SpentLink } from '@/components/auth/spent-link';
import { AuthCard } from '@/components/shell/auth-card';
import { readNewPasswordLink } from '@/lib/auth/new-password-link';

export const metadata: Metadata = { title: 'New password' };

interface Props {
  params: Promise<{ token: string }>;
}

export default async function NewPasswordPage({ params }: Props) {
  const { token } = await params;
  const offer = await readNewPasswordLink(token);
  if (offer === null) {
    return (
      <SpentLink intro="It works once, for 24 hours: it has been used, was replaced by a newer one or has expired. Ask your admin for a new one." />
    );
  }
  return (
    <AuthCard
      title="Choose a new password"
      intro={
        <p>
          For <span dir="auto">{offer.name}</span>, {offer.email}. You are signed out everywhere, and sign in
          with it afterwards.
        </p>
      }
    >
      <NewPasswordForm action={setNewPasswordAction} token={token} email={offer.email} />
    </AuthCard>
  );
}
