import { looksLikeSecret } from '@/lib/catalogue/looks-like-secret';
import { invalidInput } from '@/lib/errors';

/** Refuses text that looks like a secret, under its field's name. Nothing of it is kept or repeated. */
export function refuseSecretText(text: string, field: string): void {
  const suspicion = looksLikeSecret(text);
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
