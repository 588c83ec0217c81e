import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import type { Complaint } from './complaints';
import type { Options } from './options';
import type { Shot } from './shot';

/** The README's pictures, each by the shot it is made from. */
const PICTURES: Readonly<Record<string, string>> = {
  wizard: 'consultant/wizard-credentials',
  board: 'consultant/board',
  runbook: 'consultant/runbook-window',
  'redacted-list': 'support/redacted-list',
};
const MOST_BYTES = 200_000;

/** What the README shows: one window at 1440 pixels, light. */
export const readmeSizes: Pick<Options, 'widths' | 'themes'> = { widths: [1440], themes: ['light'] };

/** The shots the README's pictures are made from, as windows. */
export function readmeShots(shots: readonly Shot[]): readonly Shot[] {
  const wanted = new Set(Object.values(PICTURES));
  return shots
    .filter(({ as, name }) => wanted.has(`${as}/${name}`))
    .map((shot) => ({ ...shot, windowOnly: true }));
}

/** Brings the pictures, with fewer colours, to where the README shows them; says which are missing or too heavy. */
export async function publishReadme(taken: string, published: string): Promise<Complaint[]> {
  mkdirSync(published, { recursive: true });
  const complaints: Complaint[] = [];
  for (const [name, shot] of Object.entries(PICTURES)) {
    const about = { page: shot, where: 'readme' };
    const from = path.join(taken, shot, '1440-light.png');
    if (!existsSync(from)) {
      complaints.push({ ...about, what: 'there is no picture' });
      continue;
    }
    const to = path.join(published, `${name}.png`);
    const { size } = await sharp(from).png({ palette: true, colours: 128, effort: 10 }).toFile(to);
    if (size > MOST_BYTES) complaints.push({ ...about, what: `weighs ${size} bytes` });
  }
  return complaints;
}
