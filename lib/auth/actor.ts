/** What a person may do follows from one of three roles; nobody has two. */
export const ROLES = ['admin', 'consultant', 'support'] as const;
export type Role = (typeof ROLES)[number];

/** The way by which an act came in. `job` is the board itself, acting on schedule. */
export const CHANNELS = ['web', 'cli', 'mcp', 'api', 'job'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Who acts. Adapters make it (from a session, the CLI, a token); every query and command takes it first. */
export interface Actor {
  /** A user's id, or SYSTEM_ACTOR_ID for the board itself. */
  id: string;
  role: Role;
  via: Channel;
  isAgent: boolean;
  reason?: string;
  address?: string;
  userAgent?: string;
  sessionId?: string;
}

/** The board itself and its command line: the nil uuid, which no person can have. */
export const SYSTEM_ACTOR_ID = '00000000-0000-0000-0000-000000000000';

/** The actor behind a command or a job on the machine that runs the board: whoever has the shell has the database. */
export function systemActor(via: 'cli' | 'job'): Actor {
  return { id: SYSTEM_ACTOR_ID, role: 'admin', via, isAgent: false };
}
