import Form from 'next/form';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { FocusOnSlash } from './focus-on-slash';
import { SendOnChange } from './send-on-change';
import { STAGE_TITLES } from './stage-words';

export interface BoardFiltersProps {
  view: 'board' | 'table';
  q: string;
  stage: string | null;
  tier: string | null;
  waiting: string | null;
  due: string | null;
  tiers: { id: string; name: string }[];
  /** Where everything is shown again; null while nothing is left out. */
  clearHref: string | null;
}

const FORM = 'board-filters';
const SEARCH = 'board-search';

const waitingOptions = [
  { value: '', label: 'Waiting for anybody' },
  { value: 'us', label: 'Waiting for us' },
  { value: 'client', label: 'Waiting for the client' },
  { value: 'nobody', label: 'Waiting for nobody' },
];

const stageOptions = [
  { value: '', label: 'Any stage' },
  ...Object.entries(STAGE_TITLES).map(([value, label]) => ({ value, label })),
];

/** What the board is asked for, as a plain form: every answer has an address. */
export function BoardFilters(props: BoardFiltersProps) {
  const { view, q, stage, tier, waiting, due, tiers, clearHref } = props;
  return (
    <Form
      id={FORM}
      action="/"
      className="mb-4 grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap print:hidden"
    >
      {view === 'table' && <input type="hidden" name="view" value="table" />}
      {due !== null && <input type="hidden" name="due" value={due} />}
      <TextInput
        key={q}
        id={SEARCH}
        type="search"
        name="q"
        defaultValue={q}
        aria-label="Search client, contact, component, serial or slot"
        aria-keyshortcuts="/"
        placeholder="Client, component, serial, slot…"
        title="Press / to search. slot:, component:, serial: and client: look in one place."
        autoComplete="off"
        spellCheck={false}
        className="max-sm:col-span-2 sm:w-72"
      />
      <Select
        key={`stage-${stage}`}
        name="stage"
        aria-label="Stage"
        defaultValue={stage ?? ''}
        options={stageOptions}
      />
      <Select
        key={`tier-${tier}`}
        name="tier"
        aria-label="Package"
        defaultValue={tier ?? ''}
        options={[
          { value: '', label: 'Any package' },
          ...tiers.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Select
        key={`waiting-${waiting}`}
        name="waiting"
        aria-label="Waiting for"
        defaultValue={waiting ?? ''}
        options={waitingOptions}
      />
      <span className="flex gap-2">
        <Button type="submit">Search</Button>
        {clearHref !== null && (
          <LinkButton href={clearHref} variant="quiet">
            Show all
          </LinkButton>
        )}
      </span>
      <SendOnChange formId={FORM} />
      <FocusOnSlash fieldId={SEARCH} />
    </Form>
  );
}
