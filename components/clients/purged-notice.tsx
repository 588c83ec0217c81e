import { Notice } from '@/components/ui/notice';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';

/** In place of what is missing or stored: of a purged client nothing is, and nothing will be. */
export function PurgedNotice({ slug, purgedAt }: { slug: string; purgedAt: Date }) {
  return (
    <Notice title="Everything that was stored is destroyed">
      <p>
        Purged <Time at={purgedAt} />. The record, its log and{' '}
        <TextLink href={`/clients/${slug}/certificate`}>the certificate</TextLink>, which lists the slots, are
        what is left.
      </p>
    </Notice>
  );
}
