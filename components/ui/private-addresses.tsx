import { privateParts } from './private-parts';
import { PrivateText } from './private-text';

const NOBODY: readonly string[] = [];

/** A text that names nobody by itself, without its addresses and vault references while the screen is shared. */
export function PrivateAddresses({ text, names = NOBODY }: { text: string; names?: readonly string[] }) {
  const parts = privateParts(text, names);
  if (parts.every(({ instead }) => instead === null)) return text;
  return parts.map(({ text: part, instead }, index) => {
    const key = `${index}:${part}`;
    return instead === null ? (
      <span key={key}>{part}</span>
    ) : (
      <PrivateText key={key} instead={instead}>
        {part}
      </PrivateText>
    );
  });
}
