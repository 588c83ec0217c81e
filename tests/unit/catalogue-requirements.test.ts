import { describe, expect, test } from 'vitest';
import { shippedCatalogue as catalogue } from '@/lib/catalogue/catalogue';
import { findProblems } from '@/lib/catalogue/check';
import { missingRequirements } from '@/lib/catalogue/requirements';
import type { Component } from '@/lib/catalogue/schema';

describe('a choice of components', () => {
  test.each([
    [
      ['tailscale', 'skills'],
      'Tailscale and Skills repository need Homebrew, Git and Node. Tick it, or leave them out.',
    ],
    [['tailscale'], 'Tailscale needs Homebrew, Git and Node. Tick it, or leave Tailscale out.'],
  ])('%j without the tools they are installed with names both', (componentIds, message) => {
    expect(missingRequirements(catalogue, componentIds, {})).toMatchObject([
      { componentId: 'toolchain', message },
    ]);
    expect(missingRequirements(catalogue, [...componentIds, 'toolchain'], {})).toEqual([]);
  });

  test.each([
    ['shopify', { 'shopify.credential': 'app' }, ['toolchain']],
    ['shopify', { 'shopify.credential': 'admin-token' }, []],
    ['mls-reso', { 'mls-reso.feed': 'trestle' }, ['toolchain']],
    ['mls-reso', { 'mls-reso.feed': 'bridge' }, []],
    ['mls-reso', { 'mls-reso.feed': 'mls-grid' }, []],
  ])('of %s alone with %j lacks %j', (componentId, settings, lacking) => {
    const missing = missingRequirements(catalogue, [componentId], settings);
    expect(missing.map((one) => one.componentId)).toEqual(lacking);
  });
});

test.each([
  ['toolchain', /\b(?:brew|gh|jq)\b/],
  ['claude-code', /^\s*claude\b/],
])('whoever types what %s installs says that it is needed, for those answers at least', (provider, tool) => {
  const typing = catalogue.components.flatMap((component) =>
    component.steps.flatMap((step) => {
      const withProvider = step.when?.some((one) => 'component' in one && one.component === provider);
      const types = step.actions.some((action) => action.kind === 'command' && tool.test(action.command));
      return types && !withProvider && component.id !== provider ? [{ component, step }] : [];
    }),
  );
  expect(typing.length).toBeGreaterThan(0);
  const unsaid = typing.filter(({ component: { requires, requiresWhen }, step }) => {
    const conditions = new Set((step.when ?? []).map((condition) => JSON.stringify(condition)));
    const said = requiresWhen?.some(
      ({ component, when }) =>
        component === provider && when.every((one) => conditions.has(JSON.stringify(one))),
    );
    return !requires?.includes(provider) && !said;
  });
  expect(unsaid.map(({ step }) => step.id)).toEqual([]);
});

test.each<[string, string, Component['requiresWhen'], string]>([
  [
    'a tier lacks',
    'power',
    [{ component: 'backup', when: [{ setting: 'backup.custody', in: ['ours'] }] }],
    'Tier starter lacks backup, which power needs.',
  ],
  [
    'hangs on an answer nobody can give',
    'shopify',
    [{ component: 'toolchain', when: [{ setting: 'shopify.credential', in: ['letter'] }] }],
    'shopify, which needs toolchain,',
  ],
])('the check finds a need for some answers that %s', (_, id, requiresWhen, words) => {
  const components = catalogue.components.map((component) =>
    component.id === id ? { ...component, requiresWhen } : component,
  );
  expect(findProblems({ ...catalogue, components }).join('\n')).toContain(words);
});
