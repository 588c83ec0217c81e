/** How long a password is, in characters. Apart from its schema, so that pages that say it do not load a validator. */
export const MIN_PASSWORD_CHARACTERS = 12;
export const MAX_PASSWORD_CHARACTERS = 256;
