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
  const { whole, catalogue } = draft;
  const settings = catalogue.components.flatMap(({ id, name }): CheckSection[] => {
    const asked = askedOf(whole, id);
    if (!whole.componentIds.includes(id) || asked.length === 0) return [];
    const rows = asked.map((setting) => settingRow(draft, id, setting));
    const untouched = (answer: CheckedAnswer) => answer.standard || answer.value === null;
    const allStandard = rows.every((answer) => answer.problem === null && untouched(answer));
    return [{ id, title: name, answers: rows, allStandard }];
  });
  return [...fixedSections(draft), ...settings, machineSection(draft)];
}

function row(draft: OpenDraft, step: WizardStep, field: string, label: string): CheckedAnswer {
  return {
    key: field,
    label,
    value: shown(draft, field, draft.answers[field] ?? ''),
    standard: false,
    problem: null,
    href: stepHref(draft.id, step, 'check'),
  };
}

function fixedSections(draft: OpenDraft): CheckSection[] {
  const { answers, catalogue, whole } = draft;
  return [
    {
      id: 'client',
      title: 'Client',
      allStandard: false,
      answers: [
        row(draft, 'client', 'name', 'Name'),
        row(draft, 'client', 'slug', 'Short name'),
        row(draft, 'client', 'contactName', 'Contact person'),
        row(draft, 'client', 'contactEmail', 'E-mail'),
        row(draft, 'client', 'contactPhone', 'Phone'),
        row(draft, 'client', 'notes', 'Notes'),
        {
          ...row(draft, 'client', 'retentionDays', 'Keep values after offboarding'),
          value: `${textOf(answers, 'retentionDays') || '30'} days`,
        },
      ],
    },
    {
      id: 'package',
      title: 'Package',
      allStandard: false,
      answers: [
        row(draft, 'package', 'tier', 'Package'),
        row(draft, 'package', 'packs', 'Packs'),
        {
          ...row(draft, 'components', 'components', 'Components'),
          value: showAnswer(catalogue, 'components', whole.componentIds),
        },
      ],
    },
  ];
}

function machineSection(draft: OpenDraft): CheckSection {
  return {
    id: 'machine',
    title: 'Machine',
    allStandard: false,
    answers: [
      row(draft, 'machine', 'machineName', 'Name'),
      row(draft, 'machine', 'model', 'Model'),
      row(draft, 'machine', 'serial', 'Serial number'),
      row(draft, 'machine', 'location', 'Location'),
      row(draft, 'machine', 'purchasedOn', 'Bought on'),
      row(draft, 'machine', 'warrantyUntil', 'Warranty until'),
    ],
  };
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
