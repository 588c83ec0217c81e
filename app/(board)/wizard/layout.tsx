import type { ReactNode } from 'react';
import { MessagePage } from '@/components/shell/message-page';
import { may } from '@/lib/auth/permissions';
import { currentPerson } from '@/lib/auth/session';

/** Says to support why there is nothing here. It protects nothing: every query and command does. */
export default async function WizardLayout({ children }: { children: ReactNode }) {
  const person = await currentPerson();
  if (person === null || may(person, 'wizard.use')) return children;
  return (
    <MessagePage title="Clients are taken on by consultants">
      <p>Your role can look at clients, and at how their runs go. Ask a consultant or an admin to add one.</p>
    </MessagePage>
  );
}
