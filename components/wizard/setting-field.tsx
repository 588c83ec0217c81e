'use client';

import { asSentence } from '@/components/ui/as-sentence';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { useFieldErrors } from '@/components/ui/form-context';
import { RadioGroup } from '@/components/ui/radio-group';
import { TextInput } from '@/components/ui/text-input';
import { OutsideLink } from '@/components/ui/text-link';
import { settingField } from '@/lib/wizard/fields';

export interface SettingQuestion {
  key: string;
  label: string;
  hint: string | null;
  kind: 'text' | 'choice' | 'date' | 'email';
  choices: { value: string; label: string; hint?: string | undefined }[];
  formatHint: string | null;
  whereToGet: { label: string; url?: string | undefined } | null;
  required: boolean;
}

/** One question of a component, with the tick that keeps an unusual answer once it was warned about. */
export function SettingField({ question, value }: { question: SettingQuestion; value: string }) {
  const { key, label, kind, required } = question;
  const field = settingField(key);
  const keepErrors = useFieldErrors(`keep:${key}`);
  if (kind === 'choice') {
    return (
      <RadioGroup
        name={field}
        legend={label}
        hint={question.hint}
        options={question.choices}
        defaultValue={value}
        optional={!required}
        size="touch"
      />
    );
  }
  const type = kind === 'date' || kind === 'email' ? kind : 'text';
  return (
    <div>
      <Field
        name={field}
        label={label}
        hint={hasHint(question) && <Hint question={question} />}
        optional={!required}
        size="touch"
      >
        <TextInput
          type={type}
          code={question.formatHint !== null && kind === 'text'}
          dir={question.formatHint === null ? 'auto' : undefined}
          defaultValue={value}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      {keepErrors.length > 0 && (
        <Checkbox size="touch" name={`keep:${key}`} value="yes" label="Keep it anyway" />
      )}
    </div>
  );
}

function hasHint({ hint, formatHint, whereToGet }: SettingQuestion): boolean {
  return hint !== null || formatHint !== null || whereToGet !== null;
}

function Hint({ question }: { question: SettingQuestion }) {
  const { hint, formatHint, whereToGet } = question;
  return (
    <>
      {hint} {formatHint && `${asSentence(formatHint)}.`}{' '}
      {whereToGet &&
        (whereToGet.url ? (
          <OutsideLink href={whereToGet.url}>{whereToGet.label}</OutsideLink>
        ) : (
          <>Where to find it: {whereToGet.label}.</>
        ))}
    </>
  );
}
