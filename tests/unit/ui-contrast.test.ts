import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

type Scheme = 'light' | 'dark';
type Rgb = [number, number, number];

const css = readFileSync(path.join(import.meta.dirname, '../../app/tokens.css'), 'utf8');

/** Linear sRGB of an OKLCH colour (Ottosson's matrices), clipped to the gamut as a screen does. */
function linearRgb(lightness: number, chroma: number, hueDegrees: number): Rgb {
  const hue = (hueDegrees * Math.PI) / 180;
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function token(name: string, scheme: Scheme): Rgb {
  const value = new RegExp(
    `--color-${name}: light-dark\\(\\s*oklch\\(([\\d. ]+)\\),\\s*oklch\\(([\\d. ]+)\\)\\s*\\)`,
  ).exec(css);
  const numbers = value?.[scheme === 'light' ? 1 : 2]?.split(' ').map(Number) ?? [];
  const [lightness, chroma, hue] = numbers;
  if (lightness === undefined || chroma === undefined || hue === undefined)
    throw new Error(`no token ${name}`);
  return linearRgb(lightness, chroma, hue);
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast ratio of WCAG 2, from 1 to 21. */
function contrast(one: string, other: string, scheme: Scheme): number {
  const [dark, light] = [luminance(token(one, scheme)), luminance(token(other, scheme))].sort(
    (a, b) => a - b,
  );
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const grounds = ['canvas', 'surface', 'raised', 'sunken', 'hover'];
const words = ['ink', 'ink-muted', 'accent', 'ok', 'warn', 'bad', 'info', 'device', 'vault'];
const tinted = ['accent', 'ok', 'warn', 'bad', 'info', 'device', 'vault'];
const filled = [
  ['accent', 'accent-ink'],
  ['accent-strong', 'accent-ink'],
  ['bad', 'bad-ink'],
  ['bad-strong', 'bad-ink'],
] as const;

describe.each<Scheme>(['light', 'dark'])('in the %s scheme', (scheme) => {
  it.each(words)('%s reads at 4.5:1 or better on every ground', (word) => {
    for (const ground of grounds) expect(contrast(word, ground, scheme), ground).toBeGreaterThanOrEqual(4.5);
  });

  it.each(tinted)('%s reads at 4.5:1 or better on its own tint, and so does ink', (tone) => {
    expect(contrast(tone, `${tone}-soft`, scheme)).toBeGreaterThanOrEqual(4.5);
    expect(contrast('ink', `${tone}-soft`, scheme)).toBeGreaterThanOrEqual(4.5);
    expect(contrast('accent', `${tone}-soft`, scheme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(filled)('the words on a button filled with %s read at 4.5:1 or better', (fill, ink) => {
    expect(contrast(fill, ink, scheme)).toBeGreaterThanOrEqual(4.5);
  });

  it('commands read at 7:1 or better', () => {
    expect(contrast('command-ink', 'command', scheme)).toBeGreaterThanOrEqual(7);
  });

  it('the edge of a field and the focus ring stand out at 3:1 or better', () => {
    for (const ground of ['canvas', 'surface', 'raised']) {
      expect(contrast('line-strong', ground, scheme), ground).toBeGreaterThanOrEqual(3);
      expect(contrast('accent', ground, scheme), ground).toBeGreaterThanOrEqual(3);
    }
  });
});

it('measures black on white as 21:1, so that the numbers above mean something', () => {
  const ratio = (luminance(linearRgb(1, 0, 0)) + 0.05) / (luminance(linearRgb(0, 0, 0)) + 0.05);
  expect(ratio).toBeCloseTo(21, 1);
});
