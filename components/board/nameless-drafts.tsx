import { PrivateText } from '@/components/ui/private-text';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';

export interface NamelessDraft {
  id: string;
  href: string;
  name: string;
  stepTitle: string;
  createdBy: string;
  updatedAt: Date;
}

/** Wizards that were begun and have no client yet, so that nobody begins them twice. */
export function NamelessDrafts({ drafts }: { drafts: NamelessDraft[] }) {
  if (drafts.length === 0) return null;
  return (
    <section aria-labelledby="open-wizards" className="mb-3 text-13">
      <h2 id="open-wizards" className="sr-only">
        Wizards in progress
      </h2>
      <ul className="grid gap-1">
        {drafts.map((draft) => (
          <li key={draft.id} className="flex flex-wrap gap-x-2 text-ink-muted">
            <TextLink href={draft.href} className="pointer-coarse:py-3">
              Continue {draft.name === '' ? 'the draft without a name' : draft.name}
            </TextLink>
            <span className="pointer-coarse:py-3">
              at “{draft.stepTitle}”, <PrivateText>{draft.createdBy}</PrivateText>,{' '}
              <Time at={draft.updatedAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
