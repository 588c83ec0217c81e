import { z } from 'zod';
import { ROLES } from '@/lib/auth/actor';

export const MIN_PASSWORD_CHARACTERS = 12;
const MAX_PASSWORD_CHARACTERS = 256;
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
    current: z.string().min(1, 'Enter your current password.'),
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
