import type { Metadata } from 'next';
import { ComponentList, PackageList } from '@/components/catalogue/catalogue-list';
import { LinkButton } from '@/components/ui/link-button';
import { PageHead } from '@/components/ui/page-head';
import { TextLink } from '@/components/ui/text-link';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { readOpenChanges } from '@/lib/catalogue/change-queries';
import { readCatalogue } from '@/lib/catalogue/queries';
import { countOpenSuggestions } from '@/lib/runbook/suggestion-queries';

export const metadata: Metadata = { title: 'Catalogue' };

export default async function CataloguePage() {
  const { actor } = await requireReader('/catalogue');
  const { components, packages, version } = await readCatalogue();
  const edits = may(actor, 'catalogue.manage');
  const suggestions = edits ? await countOpenSuggestions(actor) : null;
  const changes = edits ? await readOpenChanges(actor) : null;
  const slots = components.reduce((sum, component) => sum + component.slots.length, 0);
  const steps = components.reduce((sum, component) => sum + component.steps.length, 0);
  return (
    <>
      <PageHead
        title="Catalogue"
        facts={
          <>
            <span>
              Version {version}: {components.length} components, {slots} credential slots, {steps} steps
            </span>
            {suggestions !== null && <OpenSuggestions counts={suggestions} />}
          </>
        }
        actions={edits && <LinkButton href="/catalogue/versions">Versions</LinkButton>}
      />
      <PackageList packages={packages} components={components} />
      <ComponentList components={components} suggestions={suggestions} changes={changes} />
    </>
  );
}

/** How many suggested fixes wait, and the way to the first component that has some. */
function OpenSuggestions({ counts }: { counts: ReadonlyMap<string, number> }) {
  const [first] = counts.keys();
  if (first === undefined) return null;
  const count = [...counts.values()].reduce((sum, one) => sum + one, 0);
  return (
    <TextLink href={`/catalogue/${first}#suggestions`}>
      {count === 1 ? '1 suggested fix waits' : `${count} suggested fixes wait`} for an answer
    </TextLink>
  );
}
