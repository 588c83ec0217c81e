import type { Metadata } from 'next';
import { AuthCard } from '@/components/shell/auth-card';
import { NOTHING_HERE } from '@/components/shell/nothing-here';
import { LinkButton } from '@/components/ui/link-button';

export const metadata: Metadata = { title: 'Not found' };

/** In the frame of the signed-out pages: who is behind an address that leads nowhere is not asked. */
export default function NotFound() {
  return (
    <AuthCard title={NOTHING_HERE.title} intro={NOTHING_HERE.words}>
      <LinkButton href="/" variant="primary" size="touch">
        Go to the board
      </LinkButton>
    </AuthCard>
  );
}
