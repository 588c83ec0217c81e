import { LinkButton } from '@/components/ui/link-button';
import { Time } from '@/components/ui/time';

interface SecondFactorSummaryProps {
  /** `since` null: with passkeys only. */
  factor: { since: Date | null; recoveryCodesLeft: number } | null;
  /** Where it is set up and changed. */
  href: string;
}

const FEW_CODES = 3;

/** Whether a second factor is on, in a line, and the way to it. */
export function SecondFactorSummary({ factor, href }: SecondFactorSummaryProps) {
  return (
    <div className="grid max-w-prose justify-items-start gap-3">
      {factor === null ? (
        <p>Off: nothing more is asked when you sign in.</p>
      ) : (
        <p>
          {factor.since === null ? (
            'On, with your passkeys.'
          ) : (
            <>
              On since <Time at={factor.since} />.
            </>
          )}{' '}
          <span className={factor.recoveryCodesLeft <= FEW_CODES ? 'text-warn' : 'text-ink-muted'}>
            {factor.recoveryCodesLeft} recovery {factor.recoveryCodesLeft === 1 ? 'code' : 'codes'} left.
          </span>
        </p>
      )}
      <LinkButton href={href}>{factor === null ? 'Set up a second factor' : 'Change it'}</LinkButton>
    </div>
  );
}
