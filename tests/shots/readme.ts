import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
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

/** Copies the pictures to where the README shows them; says which are missing or too heavy to show. */
export function publishReadme(taken: string, published: string): Complaint[] {
  mkdirSync(published, { recursive: true });
  return Object.entries(PICTURES).flatMap(([name, shot]) => {
    const from = path.join(taken, shot, '1440-light.png');
    if (!existsSync(from)) return [{ page: shot, where: 'readme', what: 'there is no picture' }];
    copyFileSync(from, path.join(published, `${name}.png`));
    const { size } = statSync(from);
    return size > MOST_BYTES ? [{ page: shot, where: 'readme', what: `weighs ${size} bytes` }] : [];
  });
}
