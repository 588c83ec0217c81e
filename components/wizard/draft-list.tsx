import Link from 'next/link';
import { PrivateText } from '@/components/ui/private-text';
import { Time } from '@/components/ui/time';

export interface DraftListProps {
  drafts: {
    id: string;
    name: string;
    stepTitle: string;
    createdBy: string;
    updatedAt: Date;
  }[];
}

/** Unfinished drafts, each leading to the step where it was left. */
export function DraftList({ drafts }: DraftListProps) {
  return (
    <ul className="divide-y divide-line border-line border-y">
      {drafts.map((draft) => (
        <li key={draft.id} className="relative py-3 hover:bg-hover/60">
          <Link
            href={`/wizard/${draft.id}`}
            className="rounded-sm font-medium text-accent underline decoration-accent/40 underline-offset-2 after:absolute after:inset-0 hover:decoration-current"
          >
            {draft.name.trim() === '' ? 'No name yet' : <bdi>{draft.name}</bdi>}
          </Link>
          <p className="text-14 text-ink-muted">
            {draft.stepTitle.replace(/\?$/, '')} · begun by <PrivateText>{draft.createdBy}</PrivateText> ·
            last saved <Time at={draft.updatedAt} />
          </p>
        </li>
      ))}
    </ul>
  );
}
