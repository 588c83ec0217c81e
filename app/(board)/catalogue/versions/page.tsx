import type { Metadata } from 'next';
import { NotAllowed } from '@/components/auth/not-allowed';
import { VersionList } from '@/components/catalogue/version-list';
import { PageHead } from '@/components/ui/page-head';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { listVersions } from '@/lib/catalogue/change-queries';
import { readCatalogue } from '@/lib/catalogue/queries';

export const metadata: Metadata = { title: 'Versions of the catalogue' };

export default async function VersionsPage() {
  const { actor } = await requireReader('/catalogue/versions');
  if (!may(actor, 'catalogue.manage'))
    return <NotAllowed what="Admins read here who changed the catalogue." />;
  const [versions, { components }] = await Promise.all([listVersions(actor), readCatalogue()]);
  const nameOf = (id: string) => components.find((component) => component.id === id)?.name ?? id;
  return (
    <>
      <PageHead
        back={{ href: '/catalogue', label: 'Catalogue' }}
        title="Versions"
        facts="Every change of the catalogue, the newest first"
      />
      <VersionList
        versions={versions.map(({ change, ...version }) => ({
          ...version,
          change: change && { ...change, componentName: nameOf(change.componentId) },
        }))}
      />
    </>
  );
}
