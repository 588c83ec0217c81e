import { type Condition, defineComponent, type Slot, type Step } from '@/lib/catalogue/schema';
import { commandWithSecrets, forgetStep, storeSecretStep } from '@/lib/catalogue/secret-steps';

const fineGrained: Condition = { setting: 'skills.token-kind', in: ['fine-grained'] };
const older: Condition = { setting: 'skills.token-kind', in: ['older'] };

const shared = {
  exported: true,
  tag: 'our-managed',
  class: 'user_prompt',
  required: true,
  obtained: 'before-run',
  level: 'client',
  expiresAfterDays: 90,
  revoke: 'Delete the token at github.com/settings/personal-access-tokens.',
} satisfies Partial<Slot>;

const fineGrainedToken: Slot = {
  ...shared,
  id: 'skills.github-token',
  key: 'GITHUB_TOKEN',
  name: 'GitHub token for the skills repository',
  promptLabel: 'Fine-grained GitHub token',
  description: 'Read-only: contents, one repository, 90 days.',
  format: {
    pattern: '^github_pat_\\w{82}$',
    strength: 'firm',
    length: 93,
    hint: 'starts with github_pat_, 93 characters',
    lookalikes: [{ pattern: '^ghp_', says: 'an older GitHub token (ghp_)' }],
    wants: 'a fine-grained token (github_pat_)',
  },
  whereToGet: {
    label: 'GitHub → Settings → Personal access tokens: contents read, one repository, 90 days',
    url: 'https://github.com/settings/personal-access-tokens',
  },
  when: [fineGrained],
};

const olderToken: Slot = {
  ...shared,
  id: 'skills.github-classic-token',
  key: 'GITHUB_CLASSIC_TOKEN',
  name: 'older GitHub token for the skills repository',
  promptLabel: 'Older GitHub token (classic)',
  description: 'Reaches every repository of its owner. Take a fine-grained token where you can.',
  format: {
    pattern: '^ghp_[0-9A-Za-z]{36}$',
    strength: 'firm',
    length: 40,
    hint: 'starts with ghp_, 40 characters',
    lookalikes: [{ pattern: '^github_pat_', says: 'a fine-grained GitHub token (github_pat_)' }],
    wants: 'an older token (ghp_)',
  },
  whereToGet: { label: 'GitHub → Settings → Tokens (classic)', url: 'https://github.com/settings/tokens' },
  when: [older],
};

function cloneStep(slot: Slot, when: Condition): Step {
  return {
    id: `skills.clone-${slot.key.toLowerCase().replaceAll('_', '-')}`,
    title: 'Clone the skills repository',
    phase: 'agent',
    where: 'local',
    as: 'agent',
    why: 'The skills are what the agent can do for this client.',
    actions: [
      { kind: 'instruction', text: 'No gh on this Mac yet? As {admin}: brew install gh.' },
      commandWithSecrets(` gh auth login --with-token <<<"$${slot.key}"`, [slot.key]),
      { kind: 'command', command: 'gh repo clone {us}/skills' },
      { kind: 'command', command: 'gh auth status' },
      { kind: 'command', command: 'git -C skills log -1 --format=%h' },
    ],
    expect: {
      text: '`gh auth status` says logged in. The last line is the version on this page.',
      match: { kind: 'regex', value: '^[0-9a-f]{7,40}$' },
    },
    ifNot:
      '“HTTP 401”: the token expired or was pasted short. “Could not resolve to a Repository”: it lacks contents: read on this repository.',
    estimateMinutes: 2,
    required: true,
    dependsOn: [`skills.store-${slot.key.toLowerCase().replaceAll('_', '-')}`, 'toolchain.node'],
    when: [when],
    captures: [{ kind: 'version' }],
  };
}

export const skills = defineComponent({
  id: 'skills',
  number: 14,
  name: 'Skills repository',
  summary: 'Our MCP skills, read-only, at a known version.',
  group: 'agent',
  estimateMinutes: 5,
  requires: ['toolchain'],
  settings: [
    {
      key: 'skills.token-kind',
      label: 'Which kind of GitHub token?',
      kind: 'choice',
      choices: [
        {
          value: 'fine-grained',
          label: 'Fine-grained (github_pat_)',
          hint: 'One repository, read only, 90 days.',
        },
        { value: 'older', label: 'Older (ghp_)', hint: 'Only where a fine-grained one cannot be made.' },
      ],
      required: true,
      default: 'fine-grained',
      captured: 'wizard',
    },
  ],
  slots: [fineGrainedToken, olderToken],
  steps: [
    storeSecretStep(fineGrainedToken, {
      phase: 'agent',
      why: 'The machine may read the skills, and nothing else.',
    }),
    storeSecretStep(olderToken, { phase: 'agent', why: 'The machine reads the skills with it.' }),
    cloneStep(fineGrainedToken, fineGrained),
    cloneStep(olderToken, older),
    forgetStep('skills', [fineGrainedToken.key], {
      phase: 'agent',
      dependsOn: ['skills.clone-github-token'],
      when: [fineGrained],
    }),
    forgetStep('skills', [olderToken.key], {
      phase: 'agent',
      dependsOn: ['skills.clone-github-classic-token'],
      when: [older],
    }),
    {
      id: 'skills.mcp-health',
      title: 'Check the MCP servers',
      phase: 'finish',
      where: 'local',
      as: 'agent',
      why: 'One list shows every connection of the agent.',
      actions: [{ kind: 'command', command: 'claude mcp list' }],
      expect: { text: 'Each server’s line ends `✔ Connected`.' },
      ifNot:
        '`! Needs authentication`: do the sign-in step of that component. `✘`: the line shows the issue. A warning about white space: paste that token again.',
      estimateMinutes: 1,
      required: true,
      dependsOn: [
        'skills.clone-github-token',
        'skills.clone-github-classic-token',
        'claude-code.smoke-test',
        'canva.connected',
      ],
      when: [{ component: 'claude-code', inScope: true }],
    },
  ],
  version: 1,
});
