import { classNames } from './class-names';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
/** `regular` is for the board; `touch` (44 px) is for the wizard and the runbook. */
export type ButtonSize = 'compact' | 'regular' | 'touch';

const variants: Record<ButtonVariant, string> = {
  primary: 'border-accent bg-accent text-accent-ink hover:border-accent-strong hover:bg-accent-strong',
  secondary: 'border-line-strong/55 bg-surface text-ink hover:border-line-strong hover:bg-hover',
  quiet: 'border-transparent bg-transparent text-ink hover:bg-hover',
  danger: 'border-bad bg-bad text-bad-ink hover:border-bad-strong hover:bg-bad-strong',
};

const sizes: Record<ButtonSize, string> = {
  compact: 'min-h-7 px-2 text-13 pointer-coarse:min-h-11',
  regular: 'min-h-8 px-3 text-14 pointer-coarse:min-h-11',
  touch: 'min-h-11 px-4 text-16',
};

/** The classes of everything that looks like a button, whether it is one or a link. */
export function buttonLook(variant: ButtonVariant, size: ButtonSize, extra?: string): string {
  return classNames(
    'inline-flex select-none items-center justify-center gap-2 rounded-md border py-1 text-center font-medium transition-colors print:hidden',
    'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed',
    variants[variant],
    sizes[size],
    extra,
  );
}
