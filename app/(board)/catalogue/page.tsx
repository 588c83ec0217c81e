import type { Metadata } from 'next';
import { ComponentList, PackageList } from '@/components/catalogue/catalogue-list';
import { PageHead } from '@/components/ui/page-head';
import { requireReader } from '@/lib/auth/session';
import { readCatalogue } from '@/lib/catalogue/queries';

export const metadata: Metadata = { title: 'Catalogue' };

export default async function CataloguePage() {
  await requireReader('/catalogue');
  const { components, packages, version } = await readCatalogue();
  const slots = components.reduce((sum, component) => sum + component.slots.length, 0);
  const steps = components.reduce((sum, component) => sum + component.steps.length, 0);
  return (
    <>
      <PageHead
        title="Catalogue"
        facts={`Version ${version}: ${components.length} components, ${slots} credential slots, ${steps} steps`}
      />
      <PackageList packages={packages} components={components} />
      <ComponentList components={components} />
    </>
  );
}
