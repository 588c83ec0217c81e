import type { Metadata } from 'next';
import { AuthCard } from '@/components/shell/auth-card';
import { LinkButton } from '@/components/ui/link-button';

export const metadata: Metadata = { title: 'New password' };

export default function NewPasswordDonePage() {
  return (
    <AuthCard
      title="Your new password counts"
      intro="All your sessions have ended. Sign in with the new password."
    >
      <LinkButton href="/sign-in" variant="primary" size="touch">
        Sign in
      </LinkButton>
    </AuthCard>
  );
}
