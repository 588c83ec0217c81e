/** What a run is for: putting a machine into service, giving it to its owner, or taking it out of service. */
export const RUN_KINDS = ['install', 'hand-over', 'offboarding'] as const;
export type RunKind = (typeof RUN_KINDS)[number];
/** Runs that undo, made for one occasion from the catalogue's mirror steps. */
export type MirrorKind = Exclude<RunKind, 'install'>;

export const RUN_KIND_NAMES: Readonly<Record<RunKind, string>> = {
  install: 'Install',
  'hand-over': 'Hand-over',
  offboarding: 'Offboarding',
};

/** A runbook with its number, as it stands by itself: "Runbook v2", "Hand-over v1". */
export function runbookTitle({ kind, number }: { kind: RunKind; number: number }): string {
  return `${kind === 'install' ? 'Runbook' : RUN_KIND_NAMES[kind]} v${number}`;
}

/** The same inside a sentence: "runbook v2", "hand-over v1". */
export function runbookWords(run: { kind: RunKind; number: number }): string {
  return runbookTitle(run).toLowerCase();
}
