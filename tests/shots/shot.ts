import type { Page } from '@playwright/test';
import type { Places } from './places';

export type Visitor = 'nobody' | 'admin' | 'consultant' | 'support';

/** What a step of preparation may use beside the page itself. */
export interface Scene {
  places: Places;
  baseUrl: string;
  /** Runs statements on the board's database, such as one that makes a page fail. */
  query: (statement: string) => Promise<unknown>;
  /** Runs when the pictures are taken, however that went. */
  afterwards: (undo: () => Promise<unknown>) => void;
}

/** One page, or one state of it. */
export interface Shot {
  name: string;
  as: Visitor;
  /** Address below the board's; undefined when this board has nothing of the kind. */
  at: (places: Places) => string | undefined;
  /** Which board: the demo, or one that nobody has used yet. */
  board?: 'fresh';
  /** Brings the loaded page into its state. */
  prepare?: (page: Page, scene: Scene) => Promise<void>;
  /** The state needs something in place before the page loads. */
  before?: (page: Page, scene: Scene) => Promise<void>;
  /** The picture shows the window, because something floats in it. */
  windowOnly?: boolean;
  /** Prepared anew for each width and theme, because the state passes. */
  passing?: boolean;
  /** The state is an error, so the browser's own complaint about it is none. */
  fails?: boolean;
  /** Only at these widths, because the state exists there only. */
  widths?: readonly number[];
}
