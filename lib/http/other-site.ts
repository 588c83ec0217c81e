const OTHER_SITES = new Set(['cross-site', 'same-site']);

/**
 * Whether a page of another site, or of a neighbouring host, made the browser ask for this address. Somebody who typed it,
 * or whose browser does not say, is not one.
 */
export function isFromAnotherSite(request: { headers: Pick<Headers, 'get'> }): boolean {
  return OTHER_SITES.has(request.headers.get('sec-fetch-site') ?? '');
}
