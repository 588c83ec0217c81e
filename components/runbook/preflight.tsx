import { classNames } from '@/components/ui/class-names';
import { formatDuration } from '@/components/ui/duration';
import { KeyValues } from '@/components/ui/key-values';
import { Notice } from '@/components/ui/notice';
import { PrivateText } from '@/components/ui/private-text';
import { TextLink } from '@/components/ui/text-link';
import { countMissing, missingWords } from '@/lib/clients/missing';
import type { PreflightView } from '@/lib/runbook/preflight-view';
import { CheckList, HeldList, LackingList, LeadTimeList, ThingList } from './preflight-lists';
import { PreflightPart } from './preflight-part';

interface PreflightProps {
  view: PreflightView;
  phaseNames: Readonly<Record<string, string>>;
}

/** Everything to settle before anybody drives: what is missing, what takes time, what to bring, how long it takes. */
export function PreflightSheet({ view, phaseNames }: PreflightProps) {
  const { lacking, toCheck, leadTimes, held, bring, withClient } = view;
  return (
    <div
      className={classNames(
        'grid max-w-4xl gap-6 text-16 print:max-w-none print:gap-2 print:text-12',
        isCrowded(view) && 'print:[zoom:0.83]',
      )}
    >
      <Verdict view={view} />
      <div className="grid gap-x-10 gap-y-6 md:grid-cols-2 print:grid-cols-3 print:gap-x-6 print:gap-y-2">
        {lacking.length > 0 && (
          <PreflightPart id="lacking" title="Missing" wide>
            <LackingList items={lacking} slug={view.client.slug} />
          </PreflightPart>
        )}
        {leadTimes.length > 0 && (
          <PreflightPart id="lead-times" title="Takes time" wide>
            <LeadTimeList items={leadTimes} />
          </PreflightPart>
        )}
        {held.length > 0 && (
          <PreflightPart id="held" title="Held up in the run" wide>
            <HeldList items={held} runbookId={view.runbookId} />
          </PreflightPart>
        )}
        {toCheck.length > 0 && (
          <PreflightPart
            id="to-check"
            title="Look at before you leave"
            hint="A reference that nobody pasted from yet may lead nowhere: let the client open it once."
            wide
          >
            <CheckList items={toCheck} slug={view.client.slug} />
          </PreflightPart>
        )}
        <div className="grid min-w-0 content-start gap-y-6 print:contents">
          <PreflightPart id="bring" title="Bring along">
            <ThingList items={bring.us} none="Nothing beyond your own computer." />
          </PreflightPart>
          <PreflightPart id="time" title="Time">
            <Duration view={view} phaseNames={phaseNames} />
          </PreflightPart>
          <PreflightPart id="place" title="Where and whom">
            <KeyValues
              className="print:text-12"
              items={[
                { key: 'machine', label: 'Machine', value: view.machine.name, code: true },
                { key: 'location', label: 'Location', value: view.machine.location || null },
                {
                  key: 'contact',
                  label: 'Contact',
                  value: view.client.contactName && (
                    <PrivateText instead="a person">{view.client.contactName}</PrivateText>
                  ),
                },
                {
                  key: 'phone',
                  label: 'Phone',
                  value: view.client.contactPhone && (
                    <PrivateText instead="a phone number">{view.client.contactPhone}</PrivateText>
                  ),
                },
              ]}
            />
          </PreflightPart>
        </div>
        <PreflightPart id="theirs" title="The client has ready" wide="on paper">
          <ThingList
            twoColumns
            items={[
              ...bring.client,
              ...withClient.map(({ componentName, slot }) => `${componentName}: ${slot.promptLabel}`),
            ]}
            none="Nothing."
          />
        </PreflightPart>
      </div>
    </div>
  );
}

const CROWDED_LINES = 28;

/** Whether the sheet needs smaller print to stay one page, as with the largest package. */
function isCrowded({ lacking, toCheck, leadTimes, held, bring, withClient }: PreflightView): boolean {
  const lists = [lacking, toCheck, leadTimes, held, bring.client, withClient];
  return lists.reduce((lines, list) => lines + list.length, 0) > CROWDED_LINES;
}

function Verdict({ view }: { view: PreflightView }) {
  const { lacking, held, open, begun } = view;
  if (lacking.length > 0) {
    return (
      <Notice tone="warn" title={`Missing: ${missingWords(countMissing(lacking))}`}>
        You can drive all the same: the steps that need {lacking.length === 1 ? 'it' : 'them'} wait.
      </Notice>
    );
  }
  if (open.steps === 0) {
    return (
      <Notice tone="ok" title="Every step is settled">
        <TextLink href={`/runbooks/${view.runbookId}#installed`}>Mark the machine installed</TextLink>
      </Notice>
    );
  }
  return (
    <Notice tone="ok" title="Nothing is missing: drive">
      {begun ? `${open.steps} steps are still open.` : `${open.steps} steps wait for you.`}
      {held.length > 0 && ' Some are held up, see below.'}
    </Notice>
  );
}

function Duration({ view, phaseNames }: PreflightProps) {
  const { minutes, phases } = view.open;
  return (
    <>
      <p className="font-semibold text-20 tabular-nums print:text-14">about {formatDuration(minutes)}</p>
      <ul className="mt-1 grid gap-0.5 text-14 print:text-12">
        {phases.map((phase) => (
          <li key={phase.phase} className="flex justify-between gap-4 tabular-nums">
            <span>
              {phaseNames[phase.phase]}, {phase.steps === 1 ? '1 step' : `${phase.steps} steps`}
            </span>
            <span className="text-ink-muted">{formatDuration(phase.minutes)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
