import { looksLikeSecret } from '@/lib/catalogue/looks-like-secret';
import type { Catalogue } from '@/lib/catalogue/schema';
import { type FieldErrors, invalidInput } from '@/lib/errors';

/** Refuses texts that look like a secret to the catalogue, each under its field's name, and repeats nothing of them. */
export function refuseSecrets(catalogue: Catalogue, texts: Readonly<Record<string, string>>): void {
  const fieldErrors: FieldErrors = {};
  for (const [field, text] of Object.entries(texts)) {
    const suspicion = looksLikeSecret(text, catalogue);
    if (suspicion === null) continue;
    fieldErrors[field] = [
      `This looks like ${suspicion.says}. It was not saved: no key belongs here. Clear it, and enter keys on the Credentials tab.`,
    ];
  }
  if (Object.keys(fieldErrors).length > 0) throw invalidInput(fieldErrors);
}
