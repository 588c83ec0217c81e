import type { StepView } from '@/lib/runbook/run-view';

/** What the report says of a step's proof: what was asked for is not yet what is there. Null where nothing is said. */
export function evidenceWords({
  content: { evidence },
  images,
  notes,
  state,
}: {
  content: Pick<StepView['content'], 'evidence'>;
  images: readonly unknown[];
  notes: readonly unknown[];
  state: StepView['state'];
}): string | null {
  if (images.length > 0)
    return images.length === 1 ? 'Evidence: 1 image, below' : `Evidence: ${images.length} images, below`;
  if (evidence === undefined || state !== 'done') return null;
  const asked = `Evidence asked for: ${evidence}`;
  return notes.length > 0 ? asked : `${asked} No image or note was added.`;
}
