import 'server-only';
import { ensureBuild } from '@/lib/cli/launcher/build';

/** Builds this project's pages when that is due, and says so in one line before and one after. */
export async function buildPages(signal: AbortSignal, say: (line: string) => void): Promise<void> {
  const began = Date.now();
  let built = false;
  await ensureBuild(process.cwd(), {}, signal, () => {
    built = true;
    say('Pages: building, which takes about a minute after each change of the program.');
  });
  const seconds = Math.round((Date.now() - began) / 1000);
  say(built ? `Pages: built in ${seconds} s.` : 'Pages: up to date.');
}
