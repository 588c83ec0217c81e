'use client';

import {
  type ComponentProps,
  type FormEvent,
  type ReactNode,
  useActionState,
  useId,
  useMemo,
  useState,
  useTransition,
} from 'react';
import { requestFormReset } from 'react-dom';
import { type ActionResult, idle } from '@/lib/action-state';
import { type FormAction, runFromBrowser } from './action-failure';
import { classNames } from './class-names';
import { FormContext } from './form-context';
import { FormOutcome } from './form-outcome';

export interface ActionFormProps<T> extends Omit<ComponentProps<'form'>, 'action' | 'children' | 'onSubmit'> {
  action: FormAction<T>;
  children: ReactNode;
  /** Keeps the fields as they are after it worked; otherwise they return to their defaults, and secrets are gone. */
  keepAfterOk?: boolean;
  /** Closes the dialog around the form after it worked. */
  closesDialog?: boolean;
  /** Called after it worked, for client components. */
  onOk?: (data: T) => void;
  /** What stands in the form's place after it worked, with and without script; for client components. */
  okContent?: (data: T) => ReactNode;
  /** Where signing in again happens, in a new tab. */
  signInHref?: string;
  /** Shows no summary at the top; the page shows the outcome itself. */
  quiet?: boolean;
  /** For a form of a line or two: what is wrong with a field stands beside it only, not in a summary as well. */
  errorsBeside?: boolean;
}

const noErrors = {};

/**
 * A form around a server action that answers with an ActionResult. Without script the browser sends it and the page
 * comes back with the errors; with script nothing that was typed is lost, whatever happens on the way.
 */
export function ActionForm<T>(props: ActionFormProps<T>) {
  const {
    action,
    children,
    keepAfterOk,
    closesDialog,
    onOk,
    okContent,
    signInHref = '/sign-in',
    quiet,
    errorsBeside = false,
    className,
    onInput,
    ...rest
  } = props;
  const generatedId = useId();
  const id = rest.id ?? generatedId;
  const [sentWithoutScript, formAction] = useActionState<ActionResult<T>, FormData>(action, idle);
  const [sent, setSent] = useState<{ result: ActionResult<T>; attempt: number }>();
  const [changedSince, setChangedSince] = useState(false);
  const [pending, startTransition] = useTransition();
  const result = sent?.result ?? sentWithoutScript;

  function submit(event: FormEvent<HTMLFormElement>) {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (pending) return;
    const form = event.currentTarget;
    const { submitter } = event.nativeEvent as SubmitEvent;
    const data = typedFields(form, submitter);
    setChangedSince(false);
    startTransition(async () => {
      const next = await runFromBrowser(() => action(result, data));
      startTransition(() => {
        setSent((before) => ({ result: next, attempt: (before?.attempt ?? 0) + 1 }));
        if (next.status === 'ok' && !keepAfterOk && isAsSent(form, data)) requestFormReset(form);
      });
      if (next.status !== 'ok') return;
      if (closesDialog) form.closest('dialog')?.close();
      onOk?.(next.data);
    });
  }

  const fieldErrors = result.status === 'invalid' ? result.fieldErrors : noErrors;
  const saved = result.status === 'ok' && !pending && !changedSince;
  const context = useMemo(() => ({ id, pending, saved, fieldErrors }), [id, pending, saved, fieldErrors]);
  if (okContent !== undefined && result.status === 'ok') return okContent(result.data);
  return (
    <FormContext value={context}>
      <form
        noValidate
        {...rest}
        id={id}
        action={formAction}
        onSubmit={submit}
        onInput={(event) => {
          setChangedSince(true);
          onInput?.(event);
        }}
        className={classNames('grid gap-5', className)}
      >
        {!quiet && (
          <FormOutcome
            key={sent?.attempt ?? 0}
            result={result}
            signInHref={signInHref}
            beside={errorsBeside}
          />
        )}
        {children}
      </form>
    </FormContext>
  );
}

/** What the person filled in, without the fields that React keeps in the form for browsers without script. */
function typedFields(form: HTMLFormElement, submitter: HTMLElement | null): FormData {
  const data = new FormData(form, submitter);
  for (const name of [...data.keys()]) if (name.startsWith('$ACTION')) data.delete(name);
  return data;
}

/** Nobody typed on while the answer was under way; what was typed since is the person's next, and stays. */
function isAsSent(form: HTMLFormElement, sent: FormData): boolean {
  const filled = [...form.elements].filter(
    (field): field is HTMLInputElement | HTMLTextAreaElement =>
      field instanceof HTMLTextAreaElement ||
      (field instanceof HTMLInputElement && !['hidden', 'checkbox', 'radio'].includes(field.type)),
  );
  return filled
    .filter((field) => sent.has(field.name))
    .every((field) => sent.getAll(field.name).includes(field.value));
}
