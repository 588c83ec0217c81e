import { classNames } from '@/components/ui/class-names';
import { PrivateText } from '@/components/ui/private-text';
import { PrivateWords } from '@/components/ui/private-words';
import { Time } from '@/components/ui/time';
import type { EvidenceView } from '@/lib/runbook/evidence-view';
import type { StepView } from '@/lib/runbook/run-view';
import { EvidenceRemove } from './evidence-remove';
import type { RunActions } from './run-actions';

interface EvidenceListProps {
  runbookId: string;
  step: Pick<StepView, 'stepId' | 'position' | 'content' | 'images'>;
  /** For those who may take an image away. */
  remove?: RunActions['removeEvidence'] | undefined;
  /** The report shows them large, for paper too. */
  large?: boolean;
}

/** The images of a step: what proves it, by whom, and what was taken away again. */
export function EvidenceList({ runbookId, step, remove, large = false }: EvidenceListProps) {
  if (step.images.length === 0) return null;
  return (
    <ul className={classNames('flex flex-wrap gap-4', large && 'print:block')} aria-label="Images">
      {step.images.map((image, index) => (
        <li key={image.id} className="grid max-w-full content-start gap-1 text-13 print:break-inside-avoid">
          {image.removed === null && (
            <Picture
              runbookId={runbookId}
              image={image}
              large={large}
              alt={`Image ${index + 1} for step ${step.position}, ${step.content.title}`}
            />
          )}
          <Caption image={image} />
          {remove && image.removed === null && (
            <EvidenceRemove
              action={remove}
              runbookId={runbookId}
              evidenceId={image.id}
              actId={crypto.randomUUID()}
              title={`Step ${step.position}: ${step.content.title}`}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

function Picture({
  runbookId,
  image,
  large,
  alt,
}: {
  runbookId: string;
  image: EvidenceView;
  large: boolean;
  alt: string;
}) {
  const address = `/api/runbooks/${runbookId}/evidence/${image.id}`;
  return (
    <a href={address} target="_blank" rel="noopener" className="w-fit max-w-full rounded-md">
      <img
        src={large ? address : `${address}?form=preview`}
        alt={alt}
        width={image.width}
        height={image.height}
        loading={large ? 'eager' : 'lazy'}
        className={classNames(
          'w-auto max-w-full rounded-md border border-line bg-surface object-contain',
          large ? 'h-auto max-h-96 print:max-h-[16cm]' : 'h-36',
        )}
      />
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}

function Caption({ image: { by, at, addendum, removed } }: { image: EvidenceView }) {
  return (
    <p className="max-w-80 text-ink-muted">
      {removed === null ? 'Image' : 'Image, removed'} · <PrivateText>{by}</PrivateText>, <Time at={at} />
      {addendum && ' · added after closing'}
      {removed && (
        <span className="block">
          <PrivateText>{removed.by}</PrivateText>, <Time at={removed.at} />:{' '}
          <bdi>
            <PrivateWords text={removed.reason} />
          </bdi>
        </span>
      )}
    </p>
  );
}
