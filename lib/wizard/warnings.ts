import type { Catalogue } from '@/lib/catalogue/schema';

interface Warning {
  id: string;
  name: string;
  warning: string;
  /** The component's own question about the warning, and the answer that says it was read. */
  acknowledgedBy: { key: string; value: string } | null;
}

/** Add-ons whose warning the client has to have heard before they are sold. */
export function warningsToRead(catalogue: Catalogue): Warning[] {
  const addOns = new Set(
    catalogue.packages.filter(({ kind }) => kind === 'add-on').flatMap(({ components }) => components),
  );
  return catalogue.components.flatMap(({ id, name, warning, settings }) => {
    if (warning === undefined || !addOns.has(id)) return [];
    const question = settings.find(({ choices }) => choices?.some(({ value }) => value === 'acknowledged'));
    const acknowledgedBy = question === undefined ? null : { key: question.key, value: 'acknowledged' };
    return [{ id, name, warning, acknowledgedBy }];
  });
}
