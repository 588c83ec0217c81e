import { buttonLook } from '@/components/ui/button-look';

interface OpenIdLinkProps {
  /** The provider's name. */
  name: string;
  returnTo: string;
}

/** The other way in. A plain link: it leads to another site, and a link that is prepared ahead would begin a sign-in. */
export function OpenIdLink({ name, returnTo }: OpenIdLinkProps) {
  return (
    <a
      href={`/sign-in/openid?return=${encodeURIComponent(returnTo)}`}
      className={buttonLook('secondary', 'touch')}
    >
      Sign in with {name}
    </a>
  );
}
