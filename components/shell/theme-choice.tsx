'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { setPreferenceCookie } from '@/components/ui/set-cookie';
import { type Theme, themes } from '@/components/ui/theme';

const looks = {
  system: { icon: Monitor, label: 'As the system' },
  light: { icon: Sun, label: 'Light' },
  dark: { icon: Moon, label: 'Dark' },
};

/** Light, dark, or whatever the computer does. Takes effect at once and is remembered for the next page. */
export function ThemeChoice({ theme }: { theme: Theme }) {
  const [chosen, setChosen] = useState(theme);
  function choose(next: Theme) {
    setChosen(next);
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    void setPreferenceCookie('theme', next);
  }
  return (
    <fieldset className="flex items-center justify-between gap-3">
      <legend className="float-left py-2 text-ink-muted">Theme</legend>
      <div className="flex rounded-md border border-line bg-sunken p-0.5">
        {themes.map((name) => {
          const { icon: Icon, label } = looks[name];
          return (
            <label
              key={name}
              title={label}
              className="grid h-7 w-9 cursor-pointer place-items-center rounded-sm text-ink-muted hover:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent has-checked:bg-raised has-checked:text-ink has-checked:ring-1 has-checked:ring-line pointer-coarse:h-10 pointer-coarse:w-11"
            >
              <input
                type="radio"
                name="theme"
                value={name}
                checked={chosen === name}
                onChange={() => choose(name)}
                className="sr-only"
              />
              <Icon className="size-4" aria-hidden="true" />
              <span className="sr-only">{label}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
