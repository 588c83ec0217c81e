import type { ClientRow } from '@/lib/clients/client-row';
import { AppError } from '@/lib/errors';

/** Refuses to change a draft outside its wizard, which would put its own answers back at the next Continue. */
export function refuseDraft(client: Pick<ClientRow, 'submittedAt'>): void {
  if (client.submittedAt !== null) return;
  throw new AppError('conflict', 'This client is still a draft. Change it in its wizard.');
}
