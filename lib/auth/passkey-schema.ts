import { z } from 'zod';

const MAX_PASSKEY_NAME_CHARACTERS = 60;
const MAX_ID_CHARACTERS = 1400;
const MAX_PART_CHARACTERS = 20_000;

const bytes = (maxCharacters: number) =>
  z
    .string()
    .min(1)
    .max(maxCharacters)
    .regex(/^[A-Za-z0-9_-]+$/);

const credential = {
  id: bytes(MAX_ID_CHARACTERS),
  rawId: bytes(MAX_ID_CHARACTERS),
  type: z.literal('public-key'),
  // Nothing was asked for, and nothing is believed.
  clientExtensionResults: z.unknown().transform(() => ({})),
};

/** What a browser brings back when a passkey signed. Bytes are base64url, as browsers write them. */
export const passkeyAnswerSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes(MAX_PART_CHARACTERS),
    authenticatorData: bytes(MAX_PART_CHARACTERS),
    signature: bytes(MAX_PART_CHARACTERS),
  }),
});

/** What a browser brings back when a passkey was made. */
export const newPasskeySchema = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Enter a name for it, such as the device it is on.')
    .max(MAX_PASSKEY_NAME_CHARACTERS, `Keep the name under ${MAX_PASSKEY_NAME_CHARACTERS} characters.`),
  answer: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: bytes(MAX_PART_CHARACTERS),
      attestationObject: bytes(MAX_PART_CHARACTERS),
      transports: z
        .array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']))
        .max(7)
        .catch([]),
    }),
  }),
});
