import { expect, test } from 'vitest';
import { evidenceWords } from '@/components/runbook/evidence-words';

const asked = {
  content: { evidence: 'A photo of the screen.' },
  images: [],
  notes: [],
  state: 'done' as const,
};

test('a report claims no evidence that nobody added', () => {
  expect(evidenceWords(asked)).toBe('Evidence asked for: A photo of the screen. No image or note was added.');
  expect(evidenceWords({ ...asked, notes: ['It came back by itself.'] })).not.toContain('No image');
  expect(evidenceWords({ ...asked, images: [{}, {}] })).toBe('Evidence: 2 images, below');
});

test('a step that was not done, or asks for no proof, says nothing of it', () => {
  expect(evidenceWords({ ...asked, state: 'todo' })).toBeNull();
  expect(evidenceWords({ ...asked, content: {} })).toBeNull();
});
