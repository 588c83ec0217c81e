'use client';

import { useEffect, useRef } from 'react';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { suggestSlug } from '@/lib/clients/slug';

export interface SlugFieldProps {
  slug: string;
  /** The name that goes with it; while the two agree, the short name follows what is typed. */
  name: string;
  /** The client has it already: it changes only by hand from now on. */
  claimed: boolean;
}

/** The short name. It follows the name until somebody types one of their own. */
export function SlugField({ slug, name, claimed }: SlugFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const follows = useRef(!claimed && (slug === '' || slug === suggestSlug(name)));
  useEffect(() => {
    const own = input.current;
    const source = own?.form?.elements.namedItem('name');
    if (!own || !(source instanceof HTMLInputElement)) return;
    const follow = () => {
      if (!follows.current) return;
      own.value = source.value.trim() === '' ? '' : suggestSlug(source.value);
      own.dispatchEvent(new Event('input', { bubbles: true }));
    };
    source.addEventListener('input', follow);
    return () => source.removeEventListener('input', follow);
  }, []);
  return (
    <Field
      name="slug"
      label="Short name"
      hint="Becomes part of addresses and of names on the machine. Fixed once the client is created."
      size="touch"
    >
      <TextInput
        ref={input}
        code
        defaultValue={slug}
        autoComplete="off"
        onInput={(event) => {
          if (event.nativeEvent.isTrusted) follows.current = !claimed && event.currentTarget.value === '';
        }}
      />
    </Field>
  );
}
