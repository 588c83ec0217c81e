import { CopyText } from '@/components/ui/copy-text';
import {
  collectText,
  questionsText,
  readyText,
  type ToAnswer,
  type ToCollect,
  type ToHaveReady,
} from '@/lib/wizard/collect';

/** The message to the client about what is open with them, ready to be copied. It holds no value. */
export function CollectNext({ clientName, items }: { clientName: string; items: ToCollect[] }) {
  if (items.length === 0) return null;
  return <TextForClient text={collectText(clientName, items)} what="for the client" />;
}

/** The message to the client with the questions that wait for them. */
export function QuestionsForClient({ clientName, items }: { clientName: string; items: ToAnswer[] }) {
  if (items.length === 0) return null;
  return <TextForClient text={questionsText(clientName, items)} what="with the open questions" />;
}

/** The message to the client before a visit. */
export function ReadyForClient({ clientName, ready }: { clientName: string; ready: ToHaveReady }) {
  return <TextForClient text={readyText(clientName, ready)} what="with what to have ready" />;
}

function TextForClient({ text, what }: { text: string; what: string }) {
  return (
    <figure className="mt-4 rounded-md border border-line bg-surface">
      <figcaption className="flex flex-wrap items-center justify-between gap-2 border-line border-b px-3 py-1.5">
        <span className="font-medium text-14">Text for the client</span>
        <CopyText text={text} label="Copy text" what={what} size="touch" />
      </figcaption>
      <p dir="auto" className="whitespace-pre-wrap px-3 py-3 text-14">
        {text}
      </p>
    </figure>
  );
}
