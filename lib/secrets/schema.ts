import { z } from 'zod';

const CATEGORIES = ['LLM', 'Infrastructure', 'Hosting', 'Email', 'General'] as const;

/** `meta/<group>/<name>`, `project/<project>/<name>` and `service/<service>/<name>` are the organisation's. */
const PATH =
  /^(?:(?:meta|project|service)\/[a-z0-9][a-z0-9_-]{0,62}\/[a-z0-9][a-z0-9_-]{0,62}|(?:team|user)\/[A-Z][A-Z0-9_]{0,62})$/;

const place = z.object({
  path: z
    .string()
    .regex(
      PATH,
      'Enter a path such as user/OPENROUTER_API_KEY, team/HETZNER_TOKEN or meta/cloudflare/api_token.',
    ),
  /** The id of the team, for a path that begins with `team/`. */
  teamId: z.uuid('Choose one of your teams.').optional(),
});

const teamFits = {
  fits: (input: { path: string; teamId?: string | undefined }) =>
    input.path.startsWith('team/') === (input.teamId !== undefined),
  problem: {
    path: ['teamId'],
    message: 'Choose a team for a path that begins with team/, and for no other.',
  },
};

/** Where a value of ours is. */
export const ownSecretPlaceSchema = place.refine(teamFits.fits, teamFits.problem);
export type OwnSecretPlace = z.infer<typeof ownSecretPlaceSchema>;

/** All that is stored beside a value of ours; the value itself is never in a form's state. */
export const ownSecretSchema = place
  .extend({
    description: z.string().trim().max(500, 'Keep the description under 500 characters.').default(''),
    category: z.enum(CATEGORIES, 'Choose a category.'),
    expiresAt: z.date().nullable().default(null),
    rotationRequired: z.boolean().default(false),
  })
  .refine(teamFits.fits, teamFits.problem);
