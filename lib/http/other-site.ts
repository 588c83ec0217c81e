const OTHER_SITES = new Set(['cross-site', 'same-site']);

/**
 * Whether a page of another site, or of a neighbouring host, made the browser ask for this address. Somebody who typed it,
 * or whose browser does not say, is not one.
 */
export function isFromAnotherSite(request: { headers: Pick<Headers, 'get'> }): boolean {
  return OTHER_SITES.has(request.headers.get('sec-fetch-site') ?? '');
}

/**
 * Whether a request that changes something may come from a page of another origin than ours. Browsers send an `Origin`
 * with every such request, also over plain http, where they say nothing about the site; who sends neither is no browser.
 */
export function isPostedFromElsewhere(
  request: { headers: Pick<Headers, 'get'> },
  ownOrigin: string,
): boolean {
  const origin = request.headers.get('origin');
  return isFromAnotherSite(request) || (origin !== null && origin !== ownOrigin);
}
