import { buttonLook } from '@/components/ui/button-look';

interface ProveAtIssuerProps {
  name: string;
  returnTo: string;
  /** Why it is asked for. */
  children: string;
}

/** For whoever has no password to enter: the way to the provider and back to this page. */
export function ProveAtIssuer({ name, returnTo, children }: ProveAtIssuerProps) {
  return (
    <div className="grid max-w-prose justify-items-start gap-3">
      <p>{children}</p>
      <a
        href={`/account/openid?return=${encodeURIComponent(returnTo)}`}
        className={buttonLook('secondary', 'regular')}
      >
        Sign in again with {name}
      </a>
    </div>
  );
}
