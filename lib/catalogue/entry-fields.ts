import type { EntryField } from '@/lib/catalogue/entry-text';
import { phases } from '@/lib/catalogue/phases';
import type { Action, Step } from '@/lib/catalogue/schema';

/** The whole part as one text, for what has no field of its own. */
export const wholeField: EntryField = { path: '', label: 'Definition', kind: 'json' };

const named = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

const when: EntryField = {
  path: 'when',
  label: 'Only when',
  kind: 'json',
  optional: true,
  hint: 'A list of conditions that all have to hold, as JSON. Empty: always.',
};

const whereToGet: EntryField[] = [
  { path: 'whereToGet.label', label: 'Where to get it', kind: 'line', optional: true },
  { path: 'whereToGet.url', label: 'Its web address', kind: 'line', optional: true },
];

const format: EntryField[] = [
  {
    path: 'format.pattern',
    label: 'Format',
    kind: 'line',
    optional: true,
    hint: 'A regular expression, anchored with ^. Empty: any value.',
  },
  {
    path: 'format.strength',
    label: 'A value that does not fit',
    kind: 'choice',
    optional: true,
    options: named({
      firm: 'is refused',
      loose: 'may be kept after a warning',
      open: 'may be kept: the shape is a guess',
    }),
  },
  { path: 'format.length', label: 'Exact length in characters', kind: 'number', optional: true },
  { path: 'format.hint', label: 'What a fitting value looks like', kind: 'line', optional: true },
  { path: 'format.wants', label: 'After “This slot wants”', kind: 'line', optional: true },
  {
    path: 'format.flags',
    label: 'Capitals',
    kind: 'choice',
    optional: true,
    options: named({ '': 'count', i: 'do not count' }),
  },
  {
    path: 'format.lookalikes',
    label: 'Look-alikes',
    kind: 'json',
    optional: true,
    hint: 'What is taken for it by mistake, as JSON: [{"pattern": "^xapp-", "says": "an app token (xapp-)"}]',
  },
];

const PLACES: Readonly<Record<Step['where'], string>> = {
  local: 'local Terminal',
  'screen-sharing': 'Screen Sharing',
  ssh: 'SSH',
  browser: 'browser',
  phone: 'phone',
};

/** What a component is, without its settings, slots and steps. */
export const factFields: readonly EntryField[] = [
  { path: 'name', label: 'Name', kind: 'line' },
  { path: 'summary', label: 'Summary', kind: 'text' },
  {
    path: 'group',
    label: 'Group',
    kind: 'choice',
    options: named({ machine: 'The machine', agent: 'The agent', integration: 'Integrations' }),
  },
  { path: 'estimateMinutes', label: 'Estimate in minutes', kind: 'number' },
  { path: 'leadTime', label: 'Lead time, in words', kind: 'text', optional: true },
  { path: 'leadTimeDays', label: 'Lead time, in days', kind: 'number', optional: true },
  { path: 'warning', label: 'Warning', kind: 'text', optional: true },
  {
    path: 'requires',
    label: 'Needs these components',
    kind: 'lines',
    optional: true,
    hint: 'Ids, one a line.',
  },
  {
    path: 'requiresWhen',
    label: 'Needs these components for some answers',
    kind: 'json',
    optional: true,
    hint: 'A list of components, each with the conditions under which it is needed, as JSON.',
  },
  {
    path: 'bring',
    label: 'To bring on the day',
    kind: 'json',
    optional: true,
    hint: 'By whom, and what, as JSON: [{"by": "client", "what": "The receipt of the Mac"}]',
  },
  { path: 'version', label: 'Version of the component', kind: 'number' },
];

export const settingFields: readonly EntryField[] = [
  { path: 'label', label: 'Question', kind: 'line' },
  { path: 'hint', label: 'Hint', kind: 'text', optional: true },
  {
    path: 'kind',
    label: 'Kind of answer',
    kind: 'choice',
    options: named({ text: 'text', choice: 'one of some choices', date: 'date', email: 'e-mail address' }),
  },
  {
    path: 'choices',
    label: 'Choices',
    kind: 'json',
    optional: true,
    hint: 'For “one of some choices”, as JSON: [{"value": "eu", "label": "Europe"}]',
  },
  { path: 'required', label: 'Needs an answer', kind: 'tick', explicit: true },
  { path: 'default', label: 'Unless told otherwise', kind: 'line', optional: true },
  {
    path: 'captured',
    label: 'Asked',
    kind: 'choice',
    options: named({ wizard: 'in the wizard', run: 'during the run' }),
  },
  ...whereToGet,
  ...format,
  {
    path: 'inCommands',
    label: 'Goes into commands',
    kind: 'tick',
    hint: 'Set it where a command names it as {setting:…} or it has an environment variable. It then needs a format that is safe in a shell.',
  },
  { path: 'commaList', label: 'Several values, joined by commas', kind: 'tick' },
  { path: 'envName', label: 'Environment variable', kind: 'line', optional: true },
  when,
];

export const slotFields: readonly EntryField[] = [
  { path: 'name', label: 'Name', kind: 'line' },
  { path: 'promptLabel', label: 'Label where it is asked for', kind: 'line' },
  { path: 'description', label: 'What it is for', kind: 'text' },
  {
    path: 'tag',
    label: 'Held by',
    kind: 'choice',
    options: named({ 'our-managed': 'us (our-managed)', 'client-supplied': 'the client (client-supplied)' }),
    hint: 'In doubt, the client: the board then keeps where the value is, never the value. It cannot change while values or references are stored.',
  },
  {
    path: 'class',
    label: 'Comes to exist',
    kind: 'choice',
    options: named({
      infrastructure: 'once, for the organisation',
      per_install_generated: 'generated by the board',
      user_prompt: 'supplied by a person',
      remote_fetch: 'stays in a vault, read at use',
      device_sign_in: 'signed in on the machine',
    }),
    hint: 'Once for the organisation, or generated: held by us only. Signed in on the machine: held by the client only.',
  },
  {
    path: 'required',
    label: 'Required',
    kind: 'tick',
    explicit: true,
    hint: 'A client who lacks it is not ready to install.',
  },
  {
    path: 'exported',
    label: 'Becomes an environment variable',
    kind: 'tick',
    explicit: true,
    hint: 'Only where a step puts the value into the Mac’s keychain: the agent loads it from there.',
  },
  {
    path: 'obtained',
    label: 'Obtained',
    kind: 'choice',
    options: named({ 'before-run': 'before the run', 'during-run': 'during the run' }),
  },
  {
    path: 'level',
    label: 'Belongs to',
    kind: 'choice',
    options: named({ client: 'the client', organisation: 'the organisation' }),
  },
  ...whereToGet,
  ...format,
  {
    path: 'generator',
    label: 'Generator',
    kind: 'json',
    optional: true,
    hint: 'For “generated by the board”, as JSON: {"kind": "random", "length": 32, "charset": "alnum"} or {"kind": "uuid"}',
  },
  { path: 'spentAfterUse', label: 'Spent after its use', kind: 'tick' },
  { path: 'expiresAfterDays', label: 'Expires after, in days', kind: 'number', optional: true },
  { path: 'revoke', label: 'How it is revoked', kind: 'text' },
  when,
];

/** The fields of a step: those of its actions follow from what actions it has. */
export function stepFields({ actions }: Pick<Step, 'actions'>): EntryField[] {
  return [
    { path: 'title', label: 'Title', kind: 'line' },
    {
      path: 'phase',
      label: 'Phase',
      kind: 'choice',
      options: phases.map((value) => ({ value, label: value })),
    },
    {
      path: 'where',
      label: 'Where',
      kind: 'choice',
      options: named(PLACES),
    },
    {
      path: 'as',
      label: 'As which user of the Mac',
      kind: 'choice',
      optional: true,
      options: named({ '': 'does not matter', admin: 'the administrator', agent: 'the agent' }),
    },
    { path: 'why', label: 'Why', kind: 'text' },
    ...actions.flatMap((action, at) => actionFields(action, at, actions.length)),
    { path: 'expect.text', label: 'Expect', kind: 'text' },
    {
      path: 'expect.match',
      label: 'Check of the output',
      kind: 'json',
      optional: true,
      hint: 'What pasted output has to show, as JSON: {"kind": "contains", "value": "sleep 0"}; or exact, regex, json-path, slot-length. Empty: the person confirms.',
    },
    { path: 'ifNot', label: 'If not', kind: 'text' },
    { path: 'estimateMinutes', label: 'Estimate in minutes', kind: 'number' },
    { path: 'required', label: 'Required', kind: 'tick', explicit: true },
    { path: 'evidence', label: 'What proves it', kind: 'line', optional: true },
    {
      path: 'dependsOn',
      label: 'After these steps',
      kind: 'lines',
      optional: true,
      hint: 'Ids, one a line.',
    },
    {
      path: 'captures',
      label: 'Notes down',
      kind: 'json',
      optional: true,
      hint: 'What is recorded as the step is done, as JSON: [{"kind": "machine-field", "field": "serial"}, {"kind": "version"}]; or setting, slot.',
    },
    when,
  ];
}

function actionFields(action: Action, at: number, count: number): EntryField[] {
  const of = (label: string) => (count === 1 ? label : `${label} ${at + 1}`);
  const path = `actions.${at}`;
  switch (action.kind) {
    case 'instruction':
      return [{ path: `${path}.text`, label: of('Instruction'), kind: 'text' }];
    case 'secret':
      return [
        {
          path: `${path}.after`,
          label: `After copying ${action.slot}`,
          kind: 'text',
          optional: true,
        },
      ];
    case 'command':
      return [
        {
          path: `${path}.command`,
          label: of('Command'),
          kind: 'code',
          hint: 'A leading space is part of it: it keeps the line out of the shell’s history.',
        },
        { path: `${path}.note`, label: of('Note on command'), kind: 'text', optional: true },
        {
          path: `${path}.alternatives`,
          label: of('Alternatives to command'),
          kind: 'json',
          optional: true,
          hint: 'Other ways to the same, as JSON: [{"kind": "command", "label": "With Homebrew", "command": "brew install jq"}]',
        },
      ];
  }
}
