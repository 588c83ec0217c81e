/** What the root carries while the screen is shared. */
export const SHARING_CLASS = 'sharing';
