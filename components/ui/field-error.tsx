import { CircleAlert } from 'lucide-react';
import { PrivateWords } from './private-words';

/** The sentences under a field's label: what is wrong, then what to do. */
export function FieldError({ id, messages }: { id: string; messages: string[] }) {
  if (messages.length === 0) return null;
  return (
    <div id={id} className="grid gap-1 font-medium text-bad">
      {messages.map((message) => (
        <p key={message} className="flex gap-1.5">
          <CircleAlert className="mt-0.5 size-4 flex-none" aria-hidden="true" />
          <span>
            <span className="sr-only">Error: </span>
            <PrivateWords text={message} />
          </span>
        </p>
      ))}
    </div>
  );
}
