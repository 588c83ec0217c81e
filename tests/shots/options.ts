import { parseArgs } from 'node:util';

const WIDTHS = [1440, 1024, 820, 390] as const;
const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Options {
  /** Part of a page's name, or of its role and name. */
  only: string[];
  widths: readonly number[];
  themes: readonly Theme[];
  readme: boolean;
  /** A board that runs already, instead of one that is started for the purpose. */
  running: { url: string; dataDir: string; password: string } | null;
}

const USAGE = `npm run shots -- [--only runbook,board] [--width 390] [--theme dark] [--readme]
  --only      pages whose name contains this, such as runbook or support/credentials; several with commas
  --width     only this width in pixels; several with commas
  --theme     only light, or only dark
  --readme    the four pictures of the README, into public/readme
  --url       photograph the board that runs here, with --data its data folder and SHOTS_PASSWORD its people's password
`;

/** What the command line asks for. Throws an Error with the usage for anything it does not know. */
export function readOptions(given: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...given],
    options: {
      only: { type: 'string', default: '' },
      width: { type: 'string', default: '' },
      theme: { type: 'string', default: '' },
      readme: { type: 'boolean', default: false },
      url: { type: 'string' },
      data: { type: 'string', default: '.data' },
    },
  });
  const widths = list(values.width).map(Number);
  const themes = THEMES.filter((theme) => values.theme === '' || values.theme === theme);
  if (widths.some((width) => !(width >= 200 && width <= 4000)) || themes.length === 0) throw new Error(USAGE);
  return {
    only: list(values.only),
    widths: widths.length > 0 ? widths : WIDTHS,
    themes,
    readme: values.readme,
    running:
      values.url === undefined
        ? null
        : { url: values.url, dataDir: values.data, password: process.env.SHOTS_PASSWORD ?? '' },
  };
}

function list(text: string): string[] {
  return text.split(',').flatMap((part) => part.trim() || []);
}
