import type { ReactNode } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { TextLink } from '@/components/ui/text-link';

/** A board that nobody is on yet: the first action, and what it leads to. */
export function NoClients({ newClient }: { newClient?: ReactNode }) {
  return (
    <EmptyState title="No clients yet" action={newClient}>
      {newClient
        ? 'Start with New client: the wizard asks what they take, collects the keys, and makes the runbook for their machine.'
        : 'A consultant takes the first one in with the wizard. It shows here from the first answer on.'}
    </EmptyState>
  );
}

/** A search or a filter that leaves nobody. */
export function NothingFound({ allHref }: { allHref: string }) {
  return (
    <EmptyState title="No client fits">
      Try fewer words, the beginning of a serial number, or a slot such as{' '}
      <code className="font-mono text-13">slot:SLACK_BOT_TOKEN</code>.{' '}
      <TextLink href={allHref}>Show all clients</TextLink>
    </EmptyState>
  );
}
