interface Place {
  runbookId: string;
  stepId: string;
  actId: string;
}

const LOST = 'Not sent: the board cannot be reached. The image is still here; try again when you are online.';
const FAILED = 'Not kept: something went wrong on our side. Try again; if it stays, tell your admin.';

/** Sends an image for a step. Gives null when it is kept, otherwise the sentence that says what is wrong. */
export async function sendEvidence({ runbookId, stepId, actId }: Place, file: Blob): Promise<string | null> {
  const query = new URLSearchParams({ step: stepId, act: actId });
  try {
    const response = await fetch(`/api/runbooks/${runbookId}/evidence?${query}`, {
      method: 'POST',
      body: file,
    });
    return response.ok ? null : messageIn(await response.json().catch(() => null));
  } catch {
    return LOST;
  }
}

function messageIn(answer: unknown): string {
  const error = member(answer, 'error');
  const message = member(error, 'message');
  return typeof message === 'string' ? message : FAILED;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
