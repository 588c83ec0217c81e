import { Fragment } from 'react';
import { PrivateAddresses } from '@/components/ui/private-addresses';

/** A sentence of the catalogue, in which `backticks` mark what is typed or printed. */
export function InlineCode({ text }: { text: string }) {
  return text.split('`').map((part, index) => {
    const key = `${index}:${part}`;
    return index % 2 === 1 ? (
      <code
        key={key}
        className="rounded-sm bg-command px-1 font-mono text-[0.875em] text-command-ink [overflow-wrap:anywhere]"
      >
        <PrivateAddresses text={part} />
      </code>
    ) : (
      <Fragment key={key}>
        <PrivateAddresses text={part} />
      </Fragment>
    );
  });
}
