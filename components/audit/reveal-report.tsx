import { PrivateText } from '@/components/ui/private-text';
import { SlotKey } from '@/components/ui/slot-key';
import { Time } from '@/components/ui/time';

interface RevealReportProps {
  report: {
    person: { name: string; you: boolean } | null;
    client: string | null;
    slot: string | null;
    decryptions: number;
    values: number;
    clients: number;
    people: number;
    first: Date | null;
    last: Date | null;
  };
}

/** What was asked, as a sentence, and what it comes to. The events themselves follow on the page. */
export function RevealReport({ report }: RevealReportProps) {
  const { person, first, last } = report;
  return (
    <section aria-labelledby="report" className="mb-4">
      <h2 id="report" className="text-balance font-semibold text-16">
        <Sentence report={report} />
      </h2>
      <p className="mt-0.5 max-w-prose text-14 text-ink-muted">
        {counted(report.decryptions, 'decryption')}
        {report.decryptions > 0 && (
          <>
            {` of ${counted(report.values, 'value')} of ${counted(report.clients, 'client')}`}
            {person === null && ` by ${report.people} ${report.people === 1 ? 'person' : 'people'}`}
          </>
        )}
        .
        {first !== null && last !== null && (
          <>
            {' '}
            First <Time at={first} />, last <Time at={last} />.
          </>
        )}
      </p>
    </section>
  );
}

function Sentence({ report: { person, client, slot } }: RevealReportProps) {
  const what = slot === null ? null : <SlotKey name={slot} className="text-14" />;
  const whose = client === null ? null : <bdi>{client}</bdi>;
  const who = person === null ? null : person.you ? 'you' : <Name>{person.name}</Name>;
  if (what === null) {
    return (
      <>
        Everything {who} decrypted{whose && <> for {whose}</>}
      </>
    );
  }
  return (
    <>
      {who === null ? 'Everyone who' : <>Every time {who}</>} decrypted {what}
      {whose && <> of {whose}</>}
    </>
  );
}

function Name({ children }: { children: string }) {
  return (
    <PrivateText>
      <bdi>{children}</bdi>
    </PrivateText>
  );
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
