/** Everything that can keep a sign-in at the provider from counting, in one closed list: it goes through an address. */
const PROBLEMS = {
  cancelled: (name: string) => `You cancelled at ${name}. Try again, or use your password.`,
  unreachable: (name: string) => `${name} does not answer. Try again in a minute, or use your password.`,
  refused: (name: string) => `The answer from ${name} did not fit what was asked here. Start again.`,
  'not-verified': (name: string) =>
    `${name} has not confirmed your e-mail address. Confirm it there, then try again.`,
  'not-invited': () => 'Nobody has invited this e-mail address. Ask your admin for an invitation.',
  'not-linked': (name: string) =>
    `Your account here is not linked to ${name}. Sign in with your password, then link it on Your account.`,
  disabled: () => 'This account is disabled. Ask your admin.',
  unexpected: () =>
    'Something went wrong on our side, and nothing was changed. Try again; if it stays, tell your admin.',
  'too-many': () => 'Too many failed attempts. Wait 15 minutes, then try again.',
  'signed-out': () => 'Your session has ended. Sign in again to continue.',
  'not-fresh': () => 'Enter your password first; you entered it a while ago.',
  'other-address': (name: string) =>
    `Not linked: the e-mail address at ${name} is another one than yours here. Sign in there with the right account.`,
  'linked-already': (name: string) =>
    `Not linked: that account at ${name}, or your account here, is linked already.`,
  'another-account': (name: string) =>
    `That was another account at ${name} than the one linked to yours. Try again with that one.`,
  'not-asked': (name: string) =>
    `${name} did not ask who you are again, or does not say when it did. Use your password, or a code from your app.`,
} as const satisfies Record<string, (name: string) => string>;

export type OpenIdProblem = keyof typeof PROBLEMS;

/** What to show for the word in an address; null for none, and for any word that is not ours. `name`: the provider's. */
export function problemWords(problem: unknown, name: string): string | null {
  if (typeof problem !== 'string' || !Object.hasOwn(PROBLEMS, problem)) return null;
  return PROBLEMS[problem as OpenIdProblem](name);
}

/** Why it does not count. What the provider said is not in it. */
export class OpenIdRefusal extends Error {
  readonly problem: OpenIdProblem;

  constructor(problem: OpenIdProblem) {
    super(problem);
    this.name = 'OpenIdRefusal';
    this.problem = problem;
  }
}
