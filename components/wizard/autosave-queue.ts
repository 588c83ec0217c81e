import { runFromBrowser } from '@/components/ui/action-failure';
import type { ActionResult } from '@/lib/action-state';
import type { ErrorCode, FieldErrors } from '@/lib/errors';
import { sameAnswer } from '@/lib/wizard/merge';
import type { AnswerConflict, AnswerValue, Base, SaveOutcome } from '@/lib/wizard/schema';
import type { SaveState } from './draft-status';
import { readAnswer } from './form-answers';

export type SaveAnswer = (input: {
  field: string;
  value: AnswerValue;
  expectedRevision: number;
  shown: AnswerValue;
}) => Promise<ActionResult<SaveOutcome>>;

interface Listener {
  onState: (state: SaveState) => void;
  onBase: (base: Base) => void;
  onConflict: (conflict: AnswerConflict) => void;
  /** An empty list: the field is fine now. */
  onErrors: (field: string, errors: FieldErrors) => void;
}

const DEBOUNCE_MILLIS = 600;

/**
 * Saves the fields of a form one after another, a moment after they were changed. What fails stays marked, so that
 * the next flush tries it again; what conflicts waits for a decision.
 */
export class AutosaveQueue {
  /** Still readable after it has left the page. */
  form: HTMLFormElement | null = null;
  readonly #save: SaveAnswer;
  readonly #listener: Listener;
  #base: Base;
  readonly #dirty = new Set<string>();
  #running: Promise<void> = Promise.resolve();
  readonly #conflicted = new Set<string>();
  #inFlight = 0;
  #hasSaved = false;
  #failedWith: ErrorCode | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(save: SaveAnswer, base: Base, listener: Listener) {
    this.#save = save;
    this.#base = base;
    this.#listener = listener;
  }

  get busy(): boolean {
    return this.#dirty.size > 0 || this.#inFlight > 0;
  }

  /** Whether somebody else's answer waits for a decision. */
  get conflicted(): boolean {
    return this.#conflicted.size > 0;
  }

  /** Whether the server knows answers that it did not know when the page was loaded. */
  get hasSaved(): boolean {
    return this.#hasSaved;
  }

  /** Whether trying again by itself makes sense: nobody is signed in again by waiting. */
  get retriesByItself(): boolean {
    return this.#dirty.size > 0 && this.#inFlight === 0 && this.#failedWith !== 'signed-out';
  }

  /** The field was changed. Fields that are not tracked are none of our business. */
  note(field: string): void {
    if (!Object.hasOwn(this.#base, field)) return;
    this.#dirty.add(field);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), DEBOUNCE_MILLIS);
  }

  /** Saves everything that is marked; resolves when that was tried, whether it worked or not. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#inFlight += 1;
    this.#running = this.#running
      .then(async () => {
        for (const field of [...this.#dirty]) await this.#saveField(field);
      })
      .finally(() => {
        this.#inFlight -= 1;
      });
    return this.#running;
  }

  /** From now on the field counts as filled from this answer of somebody else's. */
  settle(field: string, revision: number, value: AnswerValue): void {
    this.#conflicted.delete(field);
    this.#base = { ...this.#base, [field]: { revision, value } };
    this.#listener.onBase(this.#base);
  }

  async #saveField(field: string): Promise<void> {
    const known = this.#base[field];
    if (this.form === null || known === undefined) return;
    const value = readAnswer(this.form, field, Array.isArray(known.value) ? 'list' : 'text');
    this.#dirty.delete(field);
    if (value === null) return;
    if (sameAnswer(value, known.value)) {
      this.#listener.onErrors(field, {});
      return;
    }
    // A failure stays in sight until a save has worked.
    if (this.#failedWith === null) this.#listener.onState({ kind: 'saving' });
    const input = { field, value, expectedRevision: known.revision, shown: known.value };
    this.#take(field, value, await runFromBrowser(() => this.#save(input)));
  }

  #take(field: string, value: AnswerValue, result: ActionResult<SaveOutcome>): void {
    const { onState, onConflict, onErrors } = this.#listener;
    onErrors(field, result.status === 'invalid' ? result.fieldErrors : {});
    this.#failedWith = result.status === 'failed' ? result.code : null;
    if (result.status === 'ok' && result.data.saved) {
      this.settle(field, result.data.revision, value);
      this.#hasSaved = true;
      onState({ kind: 'saved', at: result.data.at });
      return;
    }
    if (result.status === 'ok' && !result.data.saved) {
      this.#conflicted.add(field);
      onConflict(result.data.conflict);
    }
    const failed = result.status === 'failed' ? result : { code: 'invalid' as const, message: '' };
    if (result.status === 'failed') this.#dirty.add(field);
    onState({ kind: 'not-saved', code: failed.code, message: failed.message });
  }
}
