import { readFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { isPostedFromElsewhere } from '@/lib/http/other-site';
import { drawAnew } from '@/lib/runbook/evidence-image';
import { MAX_EVIDENCE_BYTES } from '@/lib/runbook/evidence-limits';
import { evidenceTypeOf } from '@/lib/runbook/evidence-type';
import { readUpload, refuseAnnounced } from '@/lib/runbook/evidence-upload';
import { readHeic } from '@/lib/runbook/heic-image';

/** Four colours as HEVC, said to be turned by 90 degrees, with CANARY-CAMERA beside them. Made by libheif with x265. */
const HEIC = readFileSync(path.resolve(import.meta.dirname, '../vectors/photo.heic'));

const plain = (width = 40, height = 20) =>
  sharp({ create: { width, height, channels: 3, background: '#c63' } });

/** A body that says how much of it was read. */
function bodyOf(pieces: Iterable<Uint8Array>) {
  const read = { bytes: 0, cancelled: false };
  const rest = pieces[Symbol.iterator]();
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = rest.next();
        if (piece.done === true) return controller.close();
        read.bytes += piece.value.length;
        controller.enqueue(piece.value);
      },
      cancel() {
        read.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, read };
}

const refused = (text: string) =>
  expect.objectContaining({ name: 'AppError', message: expect.stringMatching(text) });

describe('what a file is', () => {
  test.each([
    ['a JPEG', () => plain().jpeg().toBuffer(), 'image/jpeg'],
    ['a PNG', () => plain().png().toBuffer(), 'image/png'],
    ['a WebP', () => plain().webp().toBuffer(), 'image/webp'],
    ['a HEIC', () => Promise.resolve(HEIC), 'image/heic'],
  ])('%s, by its bytes', async (_, made, type) => {
    expect(evidenceTypeOf(await made())).toBe(type);
  });

  test.each([
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', 'SVG'],
    ['an SVG after a byte order mark', '\xef\xbb\xbf<?xml version="1.0"?><svg/>', 'SVG'],
    ['a web page', '\n <!doctype html><script>1</script>', 'web page'],
    ['a PDF', '%PDF-1.7', 'PDF'],
    ['an AVIF', '\0\0\0\x18ftypavif\0\0\0\0mif1avif', 'no image that can be kept'],
    ['a film', '\0\0\0\x18ftypqt  \0\0\0\0qt  ', 'no image that can be kept'],
    ['a GIF', 'GIF89a', 'no image that can be kept'],
    ['a sound', 'RIFF\0\0\0\0WAVEfmt ', 'no image that can be kept'],
    ['something that only says WEBP', 'XXXX\0\0\0\0WEBP', 'no image that can be kept'],
    ['nothing', '', 'empty'],
  ])('%s is refused with what it is and what to send', (_, bytes, words) => {
    expect(() => evidenceTypeOf(Buffer.from(bytes, 'latin1'))).toThrow(words);
    expect(() => evidenceTypeOf(Buffer.from(bytes, 'latin1'))).toThrow(/JPEG/);
  });

  test('no bytes crash it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          expect(evidenceTypeOf(bytes)).toMatch(/^image\//);
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid' });
        }
      }),
    );
  });
});

describe('an upload', () => {
  test('over 10 MB is refused by its announced length, and so is a length that makes no sense', () => {
    for (const length of [String(MAX_EVIDENCE_BYTES + 1), '52428800', '-1', '1e99', 'many']) {
      expect(() => refuseAnnounced(length)).toThrow(/larger than 10 MB/);
    }
    for (const length of [null, '0', String(MAX_EVIDENCE_BYTES)])
      expect(() => refuseAnnounced(length)).not.toThrow();
  });

  test('of 50 MB that announced nothing is read up to the limit and no further', async () => {
    const start = await plain().png().toBuffer();
    const { body, read } = bodyOf([start, ...Array.from({ length: 50 }, () => new Uint8Array(1024 * 1024))]);
    await expect(readUpload(body)).rejects.toThrow(/larger than 10 MB/);
    expect(read.bytes).toBeLessThanOrEqual(MAX_EVIDENCE_BYTES + 1024 * 1024);
    expect(read.cancelled).toBe(true);
  });

  test('of something else is refused by its first bytes, however they arrive', async () => {
    const svg = Buffer.from(`<svg>${' '.repeat(100)}`);
    const pieces = [...svg].map((byte) => Uint8Array.of(byte));
    const { body, read } = bodyOf([
      ...pieces,
      ...Array.from({ length: 9 }, () => new Uint8Array(1024 * 1024)),
    ]);
    await expect(readUpload(body)).rejects.toThrow(/SVG/);
    expect(read.bytes).toBeLessThan(100);
  });

  test('comes out as it went in, cut anyhow', async () => {
    const image = await plain().png().toBuffer();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(image.length), { maxLength: 6 }), async (cuts) => {
        const ends = [...cuts, image.length].sort((one, other) => one - other);
        const pieces = ends.map((end, at) => new Uint8Array(image.subarray(ends[at - 1] ?? 0, end)));
        expect(Buffer.compare(await readUpload(bodyOf(pieces).body), image)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  test('without a body is refused', async () => {
    await expect(readUpload(null)).rejects.toThrow(/empty/);
  });
});

describe('an image drawn anew', () => {
  test.each(['jpeg', 'png', 'webp'] as const)(
    'has nothing of what a %s held beside its pixels',
    async (format) => {
      const bytes = await plain()
        [format]()
        .withExif({ IFD0: { Make: 'CANARY-CAMERA' }, IFD3: { GPSLatitude: '51/1 30/1 3230/100' } })
        .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">CANARY-XMP</x:xmpmeta>')
        .toBuffer();
      expect(bytes.toString('latin1')).toContain('CANARY');
      const image = await drawAnew(Buffer.concat([bytes, Buffer.from('CANARY-BEHIND')]));
      expect(image.mime).toBe(`image/${format}`);
      for (const made of [image.content, image.preview])
        expect(made.toString('latin1')).not.toContain('CANARY');
      expect((await sharp(image.content).metadata()).exif).toBeUndefined();
    },
  );

  test('stands upright and fits into 3,000 pixels', async () => {
    const turned = await plain(4_000, 1_000).jpeg().withExif({}).toBuffer();
    const bytes = await sharp(turned).withMetadata({ orientation: 6 }).toBuffer();
    const image = await drawAnew(bytes);
    expect([image.width, image.height]).toEqual([750, 3_000]);
    expect(image.preview.length).toBeLessThan(262_144);
  });

  test.each([
    ['a JPEG cut off', async () => (await plain(800, 800).jpeg().toBuffer()).subarray(0, 2_000)],
    ['a PNG cut off', async () => (await noise().png().toBuffer()).subarray(0, 2_000)],
    ['a WebP cut off', async () => (await noise().webp().toBuffer()).subarray(0, 400)],
    [
      'a start and nothing behind it',
      async () => Buffer.from('\x89PNG\r\n\x1a\n<script>alert(1)</script>', 'latin1'),
    ],
    [
      'an SVG that begins like a JPEG',
      async () => Buffer.from('\xff\xd8\xff<svg xmlns="http://www.w3.org/2000/svg"/>', 'latin1'),
    ],
  ])('is not made of %s', async (_, made) => {
    await expect(drawAnew(await made())).rejects.toEqual(refused('damaged or cut off'));
  });

  test('is not made of a bomb: a small file that unpacks to 400 million pixels', async () => {
    const bomb = await plain().png().toBuffer();
    bomb.writeUInt32BE(20_000, 16);
    bomb.writeUInt32BE(20_000, 20);
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
    expect(bomb.length).toBeLessThan(1_000);
    await expect(drawAnew(bomb)).rejects.toEqual(refused('52 million pixels'));
  });

  test('is not spoiled by one before it that failed', async () => {
    const good = await plain().png().toBuffer();
    const results = await Promise.allSettled([
      drawAnew(Buffer.from('\xff\xd8\xff', 'latin1')),
      drawAnew(good),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});

function noise() {
  const pixels = Buffer.alloc(200 * 200 * 3);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = (at * 7919 + (at >> 3) * 104_729) & 255;
  return sharp(pixels, { raw: { width: 200, height: 200, channels: 3 } });
}

/** The size that the file says its picture has. */
function saying(width: number, height: number): Buffer {
  const bytes = Buffer.from(HEIC);
  const at = bytes.indexOf('ispe') + 8;
  bytes.writeUInt32BE(width, at);
  bytes.writeUInt32BE(height, at + 4);
  return bytes;
}

describe('a HEIC photo', () => {
  test('becomes an upright JPEG of the same picture, without what stood beside its pixels', async () => {
    expect(HEIC.toString('latin1')).toContain('CANARY');
    const image = await drawAnew(HEIC);
    expect([image.mime, image.width, image.height]).toEqual(['image/jpeg', 64, 96]);
    expect(image.content.toString('latin1')).not.toContain('CANARY');
    const { data } = await sharp(image.content).raw().toBuffer({ resolveWithObject: true });
    const strongest = (x: number, y: number) => {
      const colour = [...data.subarray((y * 64 + x) * 3, (y * 64 + x) * 3 + 3)];
      return colour.map((part) => (part > 128 ? 1 : 0)).join('');
    };
    const corners = [strongest(8, 8), strongest(56, 8), strongest(8, 88), strongest(56, 88)];
    expect(corners).toEqual(['001', '100', '110', '010']);
  });

  test.each([
    ['cut off', HEIC.subarray(0, HEIC.length - 100)],
    ['only begun', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
    ['that says it is smaller than it is', saying(16, 16)],
  ])('%s is refused', async (_, bytes) => {
    await expect(drawAnew(bytes)).rejects.toEqual(refused('damaged or cut off'));
  });

  test('that says it has 400 million pixels is refused before they are looked for', async () => {
    await expect(drawAnew(saying(20_000, 20_000))).rejects.toEqual(refused('52 million pixels'));
  });

  test('that takes too long is given up', async () => {
    expect(await readHeic(HEIC, { maxPixels: 52_000_000, timeoutSeconds: 0 })).toEqual({
      problem: 'unreadable',
    });
  });
});

describe('a request that adds something', () => {
  const own = 'https://board.example';
  const from = (headers: Record<string, string>) =>
    isPostedFromElsewhere({ headers: new Headers(headers) }, own);

  test('from another origin is turned away, with or without the word of the browser about its site', () => {
    expect(from({ origin: 'https://evil.example' })).toBe(true);
    expect(from({ origin: 'http://board.example' })).toBe(true);
    expect(from({ origin: 'null' })).toBe(true);
    expect(from({ origin: own, 'sec-fetch-site': 'cross-site' })).toBe(true);
    expect(from({ 'sec-fetch-site': 'same-site' })).toBe(true);
  });

  test('from our own pages is taken', () => {
    expect(from({ origin: own, 'sec-fetch-site': 'same-origin' })).toBe(false);
    expect(from({ origin: own })).toBe(false);
    expect(from({})).toBe(false);
  });
});
