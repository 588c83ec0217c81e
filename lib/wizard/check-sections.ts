import { settingField } from '@/lib/wizard/fields';
import type { OpenDraft } from '@/lib/wizard/queries';
import type { AnswerValue, WizardStep } from '@/lib/wizard/schema';
import { showAnswer } from '@/lib/wizard/show-answer';
import { stepHref } from '@/lib/wizard/steps';
import { askedOf, problemOf, textOf } from '@/lib/wizard/whole-draft';

/** One answer of the last page, with where it is changed. */
export interface CheckedAnswer {
  key: string;
  label: string;
  /** Null: not provided. */
  value: string | null;
  /** The standard answer counts, because nobody gave another. */
  standard: boolean;
  problem: string | null;
  href: string;
}

export interface CheckSection {
  id: string;
  title: string;
  answers: CheckedAnswer[];
  /** Nobody gave an answer of their own: the standard ones count, and optional questions stay open. */
  allStandard: boolean;
}

/** All answers that are asked, grouped as they were asked. Nothing of a branch that is not chosen is among them. */
export function checkSections(draft: OpenDraft): CheckSection[] {
  const { whole, catalogue, answers } = draft;
  const row = (step: WizardStep, field: string, label: string, fallback = ''): CheckedAnswer => ({
    key: field,
    label,
    value: shown(draft, field, answers[field] || fallback),
    standard: false,
    problem: null,
    href: stepHref(draft.id, step, 'check'),
  });
  const settings = catalogue.components.flatMap(({ id, name }): CheckSection[] => {
    const asked = askedOf(whole, id);
    if (!whole.componentIds.includes(id) || asked.length === 0) return [];
    const rows = asked.map((setting) => settingRow(draft, id, setting));
    const untouched = (answer: CheckedAnswer) => answer.standard || answer.value === null;
    const allStandard = rows.every((answer) => answer.problem === null && untouched(answer));
    return [{ id, title: name, answers: rows, allStandard }];
  });
  return [
    {
      id: 'client',
      title: 'Client',
      allStandard: false,
      answers: [
        row('client', 'name', 'Name'),
        row('client', 'slug', 'Short name'),
        row('client', 'contactName', 'Contact person'),
        row('client', 'contactEmail', 'E-mail'),
        row('client', 'contactPhone', 'Phone'),
        row('client', 'notes', 'Notes'),
        {
          ...row('client', 'retentionDays', 'Keep values after offboarding'),
          value: `${textOf(answers, 'retentionDays') || '30'} days`,
        },
      ],
    },
    {
      id: 'package',
      title: 'Package',
      allStandard: false,
      answers: [
        row('package', 'tier', 'Package'),
        row('package', 'packs', 'Packs'),
        {
          ...row('components', 'components', 'Components'),
          value: showAnswer(catalogue, 'components', whole.componentIds),
        },
      ],
    },
    ...settings,
    {
      id: 'machine',
      title: 'Machine',
      allStandard: false,
      answers: [
        row('machine', 'machineName', 'Name'),
        row('machine', 'model', 'Model'),
        row('machine', 'serial', 'Serial number'),
        row('machine', 'location', 'Location'),
        row('machine', 'purchasedOn', 'Bought on'),
        row('machine', 'warrantyUntil', 'Warranty until'),
      ],
    },
  ];
}

function settingRow(
  draft: OpenDraft,
  componentId: string,
  setting: OpenDraft['whole']['asked'][number],
): CheckedAnswer {
  const { given, effective } = draft.whole;
  return {
    key: setting.key,
    label: setting.label,
    value: shown(draft, settingField(setting.key), effective[setting.key] ?? ''),
    standard: !given[setting.key] && effective[setting.key] !== undefined,
    problem: problemOf(setting, given[setting.key]),
    href: `/wizard/${draft.id}/settings/${componentId}?return=check`,
  };
}

function shown({ catalogue }: OpenDraft, field: string, value: AnswerValue): string | null {
  const words = showAnswer(catalogue, field, value);
  return words === '' ? null : words;
}
