/** Where a sign-out leads: the sign-in, which then takes away all that the browser keeps of runs. */
export const SIGNED_OUT_PATH = '/sign-in?left=here';

/** Whether this is the page itself that follows a sign-out in this browser, and not somebody else's link to it. */
export function followsSignOut(url: URL, headers: Pick<Headers, 'get'>): boolean {
  return (
    `${url.pathname}${url.search}` === SIGNED_OUT_PATH &&
    headers.get('sec-fetch-dest') === 'document' &&
    headers.get('sec-fetch-site') === 'same-origin'
  );
}
