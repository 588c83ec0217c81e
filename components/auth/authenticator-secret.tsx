import { QrCode } from '@/components/auth/qr-code';

interface AuthenticatorSecretProps {
  /** The `otpauth:` address that apps read. */
  address: string;
  /** The same secret in base32, for typing. */
  secret: string;
}

/** A new authenticator secret, for its owner's phone: to scan, or to type. Shown until its first code came back. */
export function AuthenticatorSecret({ address, secret }: AuthenticatorSecretProps) {
  return (
    <ol className="grid max-w-prose list-decimal gap-4 pl-5">
      <li>Open an authenticator app on your phone: the one of your password manager does well.</li>
      <li>
        <p className="mb-3">Scan this picture with it.</p>
        <QrCode text={address} label="QR code for your authenticator app" />
        <p className="mt-3 text-ink-muted">
          Cannot scan? Type this key into the app instead:{' '}
          <span className="break-words font-mono text-ink">{secret.match(/.{1,4}/g)?.join(' ')}</span>
        </p>
      </li>
      <li>Enter the code that the app shows.</li>
    </ol>
  );
}
