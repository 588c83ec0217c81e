import type { ComponentProps, ReactNode } from 'react';
import { type ButtonSize, type ButtonVariant, buttonLook } from './button-look';
import { classNames } from './class-names';
import { Spinner } from './spinner';

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Something is under way: the button keeps its width and its focus, and does nothing more. */
  busy?: boolean;
  /** What to read while busy, such as "Saving…". Its width is reserved from the start. */
  busyLabel?: string;
  icon?: ReactNode;
}

/** A button. It submits nothing unless told so with `type="submit"`. */
export function Button(props: ButtonProps) {
  const {
    variant = 'secondary',
    size = 'regular',
    busy = false,
    busyLabel,
    icon,
    className,
    children,
    ...rest
  } = props;
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={busy || rest['aria-disabled'] || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? undefined : rest.onClick}
      className={buttonLook(variant, size, className)}
    >
      <span className="grid place-items-center">
        <span
          className={classNames(
            'col-start-1 row-start-1 inline-flex items-center gap-2',
            busy && 'vanish-after-150',
          )}
        >
          {icon}
          {children}
        </span>
        {busyLabel === undefined && !busy ? null : (
          <span
            className={classNames(
              'col-start-1 row-start-1 inline-flex items-center gap-2',
              busy ? 'appear-after-150' : 'invisible',
            )}
            aria-hidden={!busy}
          >
            <Spinner turning={busy} />
            {busyLabel}
          </span>
        )}
      </span>
    </button>
  );
}
