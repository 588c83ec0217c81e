/**
 * Where to go after signing in: a path of this site, or the board. Whatever a browser could read as another site
 * (`//host`, `/\host`, a tab or line break that it drops) is not one.
 */
export function returnPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > 500) return '/';
  const isLocal = /^\/(?![/\\])[^\s\\]*$/.test(wanted) && !/\p{Cc}/u.test(wanted);
  if (!isLocal || wanted === '/sign-in' || wanted.startsWith('/sign-in?')) return '/';
  return wanted;
}
