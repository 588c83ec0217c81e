import qrcode from 'qrcode-generator';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { QrCode } from '@/components/auth/qr-code';

const TEXT = 'otpauth://totp/Jed%20Board:sam%40example.com?secret=JBSWY3DPEHPK3PXP';

test('the picture is lines alone: nothing that the content policy refuses, and not the text in words', () => {
  const markup = renderToStaticMarkup(<QrCode text={TEXT} label="for the test" />);
  expect(markup).not.toMatch(/style=|data:|href=|secret/);
  expect(markup).toMatch(/^<svg [^>]*role="img" aria-label="for the test"/);
});

test('every dark module of the code is drawn, in its place, inside a quiet zone of four', () => {
  const code = qrcode(0, 'M');
  code.addData(TEXT);
  code.make();
  const markup = renderToStaticMarkup(<QrCode text={TEXT} label="for the test" />);
  const drawn = new Set([...markup.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`));
  const size = code.getModuleCount();
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      expect(drawn.has(`${column + 4} ${row + 4}`)).toBe(code.isDark(row, column));
    }
  }
  expect(markup).toContain(`viewBox="0 0 ${size + 8} ${size + 8}"`);
});
