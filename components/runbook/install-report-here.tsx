import { LinkButton } from '@/components/ui/link-button';

/** The way from the hand-over's last step to what the client gets. */
export function InstallReportHere({ runbookId }: { runbookId: string }) {
  return (
    <LinkButton
      href={`/runbooks/${runbookId}/report`}
      size="touch"
      className="justify-self-start print:hidden"
    >
      Open the report of the install run
    </LinkButton>
  );
}
