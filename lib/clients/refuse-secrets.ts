import { looksLikeSecret } from '@/lib/catalogue/looks-like-secret';
import { type FieldErrors, invalidInput } from '@/lib/errors';

/** Refuses texts that look like a secret, each under its field's name. Nothing of them is kept or repeated. */
export function refuseSecrets(texts: Readonly<Record<string, string>>): void {
  const fieldErrors: FieldErrors = {};
  for (const [field, text] of Object.entries(texts)) {
    const suspicion = looksLikeSecret(text);
    if (suspicion === null) continue;
    fieldErrors[field] = [
      `This looks like ${suspicion.says}. It was not saved: no key belongs here. Clear it, and enter keys on the Credentials tab.`,
    ];
  }
  if (Object.keys(fieldErrors).length > 0) throw invalidInput(fieldErrors);
}
