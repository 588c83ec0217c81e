export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Whether a cookie's text is one of the three choices. */
export function isTheme(value: string | undefined): value is Theme {
  return themes.some((theme) => theme === value);
}
