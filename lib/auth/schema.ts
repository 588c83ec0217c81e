import { z } from 'zod';
import { ROLES } from '@/lib/auth/actor';
import { MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS } from '@/lib/auth/password-limits';

const MAX_NAME_CHARACTERS = 120;

const personName = (missing: string) =>
  z
    .string()
    .trim()
    .min(1, missing)
    .max(MAX_NAME_CHARACTERS, `Keep the name under ${MAX_NAME_CHARACTERS} characters.`);

const emailSchema = z
  .string()
  .trim()
  .min(1, 'Enter an e-mail address.')
  .max(254, 'Keep the e-mail address under 254 characters.')
  .pipe(z.email('Enter an e-mail address in the form name@example.com.'));

const passwordSchema = z
  .string()
  .min(MIN_PASSWORD_CHARACTERS, `Choose a password of at least ${MIN_PASSWORD_CHARACTERS} characters.`)
  .max(MAX_PASSWORD_CHARACTERS, `Choose a password of at most ${MAX_PASSWORD_CHARACTERS} characters.`)
  .refine(
    (password) => new Set(password).size >= 5,
    'Choose a password with at least 5 different characters.',
  );

export const signInSchema = z.object({
  email: z.string().trim().min(1, 'Enter your e-mail address.').max(254, 'That e-mail address is too long.'),
  password: z
    .string()
    .min(1, 'Enter your password.')
    .max(MAX_PASSWORD_CHARACTERS, 'That password is too long.'),
});

const sameTwice = {
  fits: (input: { password: string; repeat: string }) => input.password === input.repeat,
  problem: { path: ['repeat'], message: 'Type the same password twice.' },
};

export const newPasswordSchema = z
  .object({ password: passwordSchema, repeat: z.string() })
  .refine(sameTwice.fits, sameTwice.problem);

/** Six digits, or a recovery code, as somebody types them. */
const codeSchema = z.string().trim().min(1, 'Enter the code.').max(64, 'That is too long for a code.');

export const signInCodeSchema = z.object({ code: codeSchema });

/** A password as it is, to be compared; its length is limited because checking one takes work. */
const ownPasswordSchema = z.string().max(MAX_PASSWORD_CHARACTERS, 'That password is too long.');

export const startSecondFactorSchema = z.object({ password: ownPasswordSchema.default('') });

export const turnOffSecondFactorSchema = z.object({
  password: ownPasswordSchema.default(''),
  code: codeSchema,
});

export const freshSignInSchema = z.object({
  proof: ownPasswordSchema.min(1, 'Enter your password.'),
});

export const secondFactorRuleSchema = z.object({ roles: z.array(z.enum(ROLES)).max(ROLES.length) });

export const joinSchema = z
  .object({
    name: personName('Enter your name.'),
    email: emailSchema,
    password: passwordSchema,
    repeat: z.string(),
  })
  .refine(sameTwice.fits, sameTwice.problem);

export const changePasswordSchema = z
  .object({
    // Whoever has no password yet has none to enter.
    current: ownPasswordSchema.default(''),
    password: passwordSchema,
    repeat: z.string(),
  })
  .refine(sameTwice.fits, sameTwice.problem);

export const inviteSchema = z.object({
  name: personName('Enter their name.'),
  email: emailSchema,
  role: z.enum(ROLES, 'Choose a role.'),
});

export const roleSchema = z.enum(ROLES, 'Choose a role.');
