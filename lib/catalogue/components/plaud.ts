import { type Condition, defineComponent, type Slot } from '@/lib/catalogue/schema';
import { forgetStep, storeSecretStep } from '@/lib/catalogue/secret-steps';

const acknowledged: Condition = { setting: 'plaud.warning', in: ['acknowledged'] };
const bySignIn: Condition = { setting: 'plaud.credential', in: ['sign-in'] };
const byToken: Condition = { setting: 'plaud.credential', in: ['session-token'] };

const signIn: Slot = {
  id: 'plaud.sign-in',
  key: 'PLAUD_SIGN_IN',
  exported: false,
  name: 'Plaud sign-in',
  promptLabel: 'Plaud account signed in on the Mac',
  description: 'The client signs in on the machine. Nothing is stored but who signed in, and when.',
  tag: 'client-supplied',
  class: 'device_sign_in',
  format: null,
  whereToGet: null,
  required: true,
  when: [bySignIn],
  obtained: 'during-run',
  level: 'client',
  revoke: 'The client signs the connection out in their Plaud account.',
};

const sessionToken: Slot = {
  id: 'plaud.session-token',
  key: 'PLAUD_TOKEN',
  exported: true,
  name: 'Plaud session token',
  promptLabel: 'Session token of web.plaud.ai',
  description: 'Unofficial: taken from the browser, lasts about 300 days, and may break Plaud’s terms.',
  tag: 'client-supplied',
  class: 'user_prompt',
  format: {
    pattern: '^(bearer )?eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+$',
    flags: 'i',
    strength: 'loose',
    hint: 'three parts joined by dots, starting with eyJ',
  },
  whereToGet: { label: 'Browser storage of web.plaud.ai', url: 'https://web.plaud.ai' },
  required: true,
  when: [acknowledged, byToken],
  obtained: 'before-run',
  level: 'client',
  expiresAfterDays: 300,
  revoke: 'The client signs out everywhere in their Plaud account.',
};

export const plaud = defineComponent({
  id: 'plaud',
  number: 23,
  name: 'Plaud recordings',
  summary: 'Recordings and transcripts, for the agent to look up.',
  group: 'integration',
  estimateMinutes: 10,
  warning:
    'Plaud’s own connection was not found in the public registry: confirm it with the vendor before you sell this. The session token is unofficial and may break Plaud’s terms.',
  bring: [
    {
      by: 'client',
      what: 'The owner of the Plaud account, able to sign in on the Mac',
      when: [{ setting: 'plaud.credential', in: ['sign-in'] }],
    },
  ],
  settings: [
    {
      key: 'plaud.warning',
      label: 'Has the client read the warning about Plaud’s terms?',
      kind: 'choice',
      choices: [
        { value: 'acknowledged', label: 'Yes, and they want it all the same' },
        { value: 'not-yet', label: 'Not yet', hint: 'The session token stays out of the runbook.' },
      ],
      required: true,
      default: 'not-yet',
      captured: 'wizard',
    },
    {
      key: 'plaud.credential',
      label: 'How does the agent reach Plaud?',
      kind: 'choice',
      choices: [
        { value: 'sign-in', label: 'The client signs in on the machine' },
        {
          value: 'session-token',
          label: 'Session token from the browser',
          hint: 'Fallback. About 300 days.',
        },
      ],
      required: true,
      default: 'sign-in',
      captured: 'wizard',
    },
  ],
  slots: [signIn, sessionToken],
  steps: [
    {
      id: 'plaud.sign-in',
      title: 'Let the client sign in to Plaud',
      phase: 'integrations',
      where: 'screen-sharing',
      as: 'agent',
      why: 'The recordings are the client’s, and so is the sign-in.',
      actions: [
        { kind: 'instruction', text: 'Install the connection the vendor confirmed, and start its sign-in.' },
        { kind: 'secret', slot: signIn.id, after: 'Note the account they signed in with.' },
      ],
      expect: { text: 'The browser says the connection is authorised.' },
      ifNot: 'The vendor offers no connection: mark blocked, or choose the session token in the wizard.',
      estimateMinutes: 5,
      required: true,
      when: [bySignIn],
      captures: [{ kind: 'slot', slot: signIn.id }],
    },
    storeSecretStep(sessionToken, {
      phase: 'integrations',
      why: 'The fallback, for as long as the session lasts. The client accepted the warning.',
    }),
    {
      id: 'plaud.verify',
      title: 'List one recording',
      phase: 'integrations',
      where: 'local',
      as: 'agent',
      why: 'It proves the connection with something the client recognises.',
      actions: [
        {
          kind: 'instruction',
          text: 'Ask the agent, through the connection you chose, to list one recording.',
        },
      ],
      expect: { text: 'A date and a title.' },
      ifNot:
        'Nothing or an error: the session has ended, sign in again. White space in a pasted token: paste it again.',
      estimateMinutes: 3,
      required: true,
      dependsOn: ['plaud.sign-in', 'plaud.store-plaud-token'],
    },
    forgetStep('plaud', [sessionToken.key], {
      phase: 'integrations',
      dependsOn: ['plaud.verify'],
      when: [acknowledged, byToken],
    }),
  ],
  version: 1,
});
