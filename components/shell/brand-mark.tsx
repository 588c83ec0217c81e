/** The mark: a machine on its shelf and the hook of a J. Takes the accent from around it. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path
        d="M19.5 7.5v11a5 5 0 0 1-10 0"
        fill="none"
        className="stroke-accent-ink"
        strokeWidth="3.4"
        strokeLinecap="round"
      />
      <rect x="22.2" y="21.8" width="3.4" height="3.4" rx="0.8" className="fill-accent-ink" />
    </svg>
  );
}
