import { classNames } from './class-names';

/**
 * A turning ring; with reduced motion it stands still. Always beside words. Where it only keeps its place it must not
 * turn: a browser draws what turns sixty times a second, seen or not.
 */
export function Spinner({ turning }: { turning: boolean }) {
  return (
    <svg viewBox="0 0 16 16" className={classNames('size-4', turning && 'animate-spin')} aria-hidden="true">
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeOpacity="0.3" strokeWidth="2" />
      <path d="M8 2a6 6 0 0 1 6 6" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
