import { looksLikeSecret } from '@/lib/catalogue/looks-like-secret';
import type { Catalogue } from '@/lib/catalogue/schema';
import { invalidInput } from '@/lib/errors';

/** Refuses text that looks like a secret to the catalogue, under its field's name, and repeats nothing of it. */
export function refuseSecretText(catalogue: Catalogue, text: string, field: string): void {
  const suspicion = looksLikeSecret(text, catalogue);
  if (suspicion === null) return;
  throw invalidInput(
    {
      [field]: [
        `That contains something that looks like ${suspicion.says}. Nothing was kept. Take it out first.`,
      ],
    },
    'Nothing was kept.',
  );
}
