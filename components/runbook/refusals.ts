import { idle } from '@/lib/action-state';
import type { RunFormAction } from './run-actions';

/** What an act came to that somebody else was faster with. */
export interface Refusal {
  message: string;
  /** Another one each time, so that the same words are said again. */
  attempt: number;
}

/**
 * Keeps what was refused because a step had moved on, step by step. The form that asked is often gone by then: what
 * the others did puts other buttons in its place, and the answer would go with it.
 */
export class Refusals {
  readonly #bySteps = new Map<string, Refusal>();
  readonly #listeners = new Set<() => void>();
  #attempts = 0;

  /** What was refused of the step last; null once another act on it was sent. */
  of(stepId: string): Refusal | null {
    return this.#bySteps.get(stepId) ?? null;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The act, whose conflicts are told by the step and not by the form. Every other answer is the form's. */
  told<T>(action: RunFormAction<T>): RunFormAction<T> {
    return async (previous, form) => {
      const stepId = stepOf(form);
      this.#forget(stepId);
      const result = await action(previous, form);
      if (result.status !== 'failed' || result.code !== 'conflict') return result;
      this.#attempts += 1;
      this.#bySteps.set(stepId, { message: result.message, attempt: this.#attempts });
      this.#tell();
      return idle;
    };
  }

  /** The act, which says by itself what came of it; what was refused before is over with it. */
  forgotten<T>(action: RunFormAction<T>): RunFormAction<T> {
    return (previous, form) => {
      this.#forget(stepOf(form));
      return action(previous, form);
    };
  }

  #forget(stepId: string): void {
    if (this.#bySteps.delete(stepId)) this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function stepOf(form: FormData): string {
  return String(form.get('stepId') ?? '');
}
