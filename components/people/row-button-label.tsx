import { PersonName } from '@/components/people/person-name';

/** The word on a row's button; for screen readers also whose row it is in. */
export function RowButtonLabel({ word, name }: { word: string; name: string }) {
  return (
    <span>
      {word}
      <span className="sr-only">
        {' '}
        <PersonName name={name} />
      </span>
    </span>
  );
}
