const ONE_YEAR_MILLIS = 31_536_000_000;

/** Remembers a preference for a year. Where the browser has no cookie store it simply is not remembered. */
export async function setPreferenceCookie(name: 'tz' | 'theme' | 'sharing', value: string): Promise<void> {
  if (!('cookieStore' in window)) return;
  await window.cookieStore.set({
    name,
    value,
    path: '/',
    sameSite: 'lax',
    expires: Date.now() + ONE_YEAR_MILLIS,
  });
}
