import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { type ButtonSize, type ButtonVariant, buttonLook } from './button-look';
import { LinkPending } from './link-pending';

export interface LinkButtonProps extends ComponentProps<typeof Link> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
}

/** A link that leads on, drawn as a button. It goes somewhere; what changes something is a Button. */
export function LinkButton({
  variant = 'secondary',
  size = 'regular',
  icon,
  className,
  children,
  ...rest
}: LinkButtonProps) {
  return (
    <Link {...rest} className={buttonLook(variant, size, className)}>
      {icon}
      {children}
      <LinkPending />
    </Link>
  );
}
