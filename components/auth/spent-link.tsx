import { AuthCard } from '@/components/shell/auth-card';
import { LinkButton } from '@/components/ui/link-button';

/** What a one-time link shows that opens nothing any more, and one that never did. */
export function SpentLink({ intro }: { intro: string }) {
  return (
    <AuthCard title="This link does not work any more" intro={intro}>
      <LinkButton href="/sign-in" variant="primary" size="touch">
        Go to sign in
      </LinkButton>
    </AuthCard>
  );
}
