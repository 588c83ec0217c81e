import { TextLink } from '@/components/ui/text-link';

interface SuggestFixLinkProps {
  runbookId: string;
  step: { stepId: string; componentId: string };
}

/** To where a consultant says what is wrong with the step itself, for every run to come. */
export function SuggestFixLink({ runbookId, step }: SuggestFixLinkProps) {
  const asked = new URLSearchParams({ run: runbookId, step: step.stepId });
  return (
    <p className="text-14 print:hidden">
      <TextLink
        href={`/catalogue/${step.componentId}/suggest?${asked}`}
        prefetch={false}
        className="inline-flex min-h-11 items-center"
      >
        Suggest a fix to this step
      </TextLink>
    </p>
  );
}
