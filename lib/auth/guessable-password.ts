import 'server-only';
import { refuseCommonPassword } from '@/lib/auth/common-passwords';
import { refuseHouseWords } from '@/lib/auth/house-words';

/**
 * Asked of every password that somebody chooses: refuses, with `invalid` on `password`, those that are tried first, by
 * somebody who knows the person or by somebody who has other places' stolen passwords.
 */
export async function refuseGuessable(
  password: string,
  person: { name: string; email: string },
): Promise<void> {
  refuseHouseWords(password, person);
  await refuseCommonPassword(password);
}
