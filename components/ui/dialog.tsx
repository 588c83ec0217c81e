'use client';

import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useId, useRef } from 'react';
import { Button, type ButtonProps } from './button';

interface DialogFrameProps {
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
}

export interface DialogProps extends DialogFrameProps {
  open: boolean;
  /** Called however it was closed: Esc, the cross, or a button inside. */
  onClose: () => void;
}

/** A modal opened by the code around it. The browser gives Esc, the focus trap and the way back. */
export function Dialog({ open, onClose, ...frame }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !element.current?.open) element.current?.showModal();
    if (!open) element.current?.close();
  }, [open]);
  return <DialogFrame element={element} onClose={onClose} {...frame} />;
}

export interface DialogButtonProps extends DialogFrameProps {
  /** What the button that opens it says and looks like. */
  label: ReactNode;
  variant?: ButtonProps['variant'];
  size?: ButtonProps['size'];
  icon?: ReactNode;
}

/** A button with the dialog it opens. An ActionForm inside closes it with `closesDialog`. */
export function DialogButton({ label, variant, size, icon, ...frame }: DialogButtonProps) {
  const element = useRef<HTMLDialogElement>(null);
  return (
    <>
      <Button
        variant={variant}
        size={size}
        icon={icon}
        aria-haspopup="dialog"
        onClick={() => element.current?.showModal()}
      >
        {label}
      </Button>
      <DialogFrame element={element} {...frame} />
    </>
  );
}

interface FrameProps extends DialogFrameProps {
  element: RefObject<HTMLDialogElement | null>;
  onClose?: () => void;
}

function DialogFrame({ element, title, description, children, onClose }: FrameProps) {
  const id = useId();
  return (
    <dialog
      ref={element}
      onClose={onClose}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      className="open:appear w-[32rem] rounded-md border border-line bg-raised p-0 text-ink shadow-float max-sm:mb-0 max-sm:w-full max-sm:max-w-full max-sm:rounded-b-none"
    >
      <div className="grid gap-4 px-5 pt-4 pb-5">
        <div className="flex items-start justify-between gap-4">
          <div>
            <h2 id={`${id}-title`} className="font-semibold text-16">
              {title}
            </h2>
            {description && (
              <div id={`${id}-description`} className="mt-1 max-w-prose text-ink-muted">
                {description}
              </div>
            )}
          </div>
          <form method="dialog" className="-mt-1 -mr-2">
            <Button type="submit" variant="quiet" className="px-2" aria-label="Close" title="Close (Esc)">
              <X className="size-4" aria-hidden="true" />
            </Button>
          </form>
        </div>
        {children}
      </div>
    </dialog>
  );
}

/** A button that closes the dialog it is in and does nothing else. */
export function DialogCloseButton(props: Omit<ButtonProps, 'onClick' | 'type'>) {
  return <Button {...props} onClick={(event) => event.currentTarget.closest('dialog')?.close()} />;
}
