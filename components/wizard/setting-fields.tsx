'use client';

import { type FormEvent, useState } from 'react';
import { conditionsHold } from '@/lib/catalogue/conditions';
import type { Condition } from '@/lib/catalogue/schema';
import { settingField } from '@/lib/wizard/fields';
import { SettingField, type SettingQuestion } from './setting-field';

export interface ConditionalQuestion extends SettingQuestion {
  when: Condition[] | null;
}

export interface SettingFieldsProps {
  questions: ConditionalQuestion[];
  /** Answers by setting key: given ones of all components, standard ones included. */
  answers: Readonly<Record<string, string>>;
  componentIds: readonly string[];
}

/**
 * A component's questions. One that depends on another's answer appears with it; while it is not asked it is not
 * sent either. Without script the server works the same out from what was sent.
 */
export function SettingFields({ questions, answers, componentIds }: SettingFieldsProps) {
  const [chosen, setChosen] = useState(answers);
  const ids = new Set(componentIds);
  const asked = askedAmong(questions, ids, chosen);

  function follow({ target }: FormEvent) {
    if (!(target instanceof HTMLInputElement) || target.type !== 'radio') return;
    const question = questions.find(({ key }) => settingField(key) === target.name);
    if (question) setChosen((before) => ({ ...before, [question.key]: target.value }));
  }

  return (
    <div className="grid gap-6" onChange={follow}>
      {questions.map((question) => {
        const isAsked = asked.has(question.key);
        return (
          <fieldset key={question.key} disabled={!isAsked} hidden={!isAsked} className="min-w-0">
            <SettingField question={question} value={answers[question.key] ?? ''} />
          </fieldset>
        );
      })}
    </div>
  );
}

/** An answer counts only while its own question is asked, so a chain of conditions folds up as a whole. */
function askedAmong(
  questions: readonly ConditionalQuestion[],
  componentIds: ReadonlySet<string>,
  answers: Readonly<Record<string, string>>,
): Set<string> {
  const own = new Set(questions.map(({ key }) => key));
  let asked = new Set(questions.filter(({ when }) => when === null).map(({ key }) => key));
  for (let round = 0; round < questions.length; round += 1) {
    const counting = Object.fromEntries(
      Object.entries(answers).filter(([key]) => !own.has(key) || asked.has(key)),
    );
    asked = new Set(
      questions
        .filter(({ when }) => conditionsHold(when ?? undefined, { componentIds, settings: counting }))
        .map(({ key }) => key),
    );
  }
  return asked;
}
