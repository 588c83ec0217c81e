import { classNames } from './class-names';

/** Holds the place of something that loads; it only becomes visible after 300 ms. Give it the size of the thing. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      className={classNames('appear-after-300 block rounded-md bg-line/55', className)}
      aria-hidden="true"
    />
  );
}
