import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

// Reads one HEIC image in a thread of its own, which its owner ends when it takes too long. What comes in is bytes of
// anybody's making: the library runs as WebAssembly, reaches no file and no network, and gets limits before it looks.

const requireHere = createRequire(import.meta.url);
const library = requireHere.resolve('libheif-js/libheif-wasm/libheif.js');
const heif = requireHere(library)({ wasmBinary: readFileSync(library.replace(/\.js$/, '.wasm')) });

/** Where libheif keeps its limits (`heif_security_limits` in heif.h, laid out for 32 bits). */
const IMAGE_PIXELS_AT = 8;
const BLOCK_BYTES_AT = 40;
const TOTAL_BYTES_AT = 64;

function limit({ maxPixels, maxBytes }) {
  const limits = new DataView(heif.HEAPU8.buffer, heif._heif_get_global_security_limits());
  limits.setBigUint64(IMAGE_PIXELS_AT, BigInt(maxPixels), true);
  limits.setBigUint64(BLOCK_BYTES_AT, BigInt(maxBytes), true);
  limits.setBigUint64(TOTAL_BYTES_AT, BigInt(maxBytes), true);
}

/** The picture that the file shows first, upright. `pixels` are red, green, blue, row by row. */
async function read({ bytes, maxPixels, maxBytes }) {
  limit({ maxPixels, maxBytes });
  const images = new heif.HeifDecoder().decode(bytes);
  const image = images.find((candidate) => candidate.is_primary()) ?? images[0];
  if (image === undefined) return { problem: 'unreadable' };
  if (image.get_width() * image.get_height() > maxPixels) return { problem: 'too-many-pixels' };
  const decoded = await heif.heif_js_decode_image2(
    image.handle,
    heif.heif_colorspace.heif_colorspace_RGB,
    heif.heif_chroma.heif_chroma_interleaved_RGB,
  );
  const plane = decoded?.channels?.find(({ id }) => id === heif.heif_channel.heif_channel_interleaved);
  if (plane === undefined) return { problem: 'unreadable' };
  const { width, height, stride, data } = plane;
  const pixels = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    pixels.set(data.subarray(row * stride, row * stride + width * 3), row * width * 3);
  }
  return { width, height, pixels };
}

const answer = await read(workerData);
parentPort.postMessage(answer, answer.pixels === undefined ? [] : [answer.pixels.buffer]);
