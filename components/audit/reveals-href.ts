/** The address of a report on decryptions: what a person decrypted, or who decrypted a client's slot. */
export function revealsHref(about: { person: string } | { client: string; slot: string }): string {
  return `/audit?${new URLSearchParams({ action: 'credential.revealed', ...about })}`;
}
