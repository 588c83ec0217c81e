import type { Metadata } from 'next';
import { freshenAction } from '@/app/(board)/account/actions';
import { RunPage } from '@/components/runbook/run-page';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { isDevelopmentServer } from '@/lib/env';
import { readLatestSecrets } from '@/lib/runbook/read-changes';
import { phaseNamesOf } from '@/lib/runbook/schema';
import { SILENCE_MINUTES } from '@/lib/runbook/silence';
import {
  addendumAction,
  captureAction,
  checkAction,
  claimAction,
  closeMirrorAction,
  confirmCopiedAction,
  copySecretAction,
  finishAction,
  holdAction,
  markInstalledAction,
  noteAction,
  placeAction,
  recomposeAction,
  referenceAction,
  releaseAction,
  removeEvidenceAction,
  resumeAction,
  startAction,
  undoAction,
  unplaceAction,
} from './actions';
import { readRunOrNotFound } from './read-run';

interface PageProps {
  params: Promise<{ id: string }>;
}

export const metadata: Metadata = { title: 'Run' };

const actions = {
  start: startAction,
  resume: resumeAction,
  recompose: recomposeAction,
  claim: claimAction,
  release: releaseAction,
  finish: finishAction,
  hold: holdAction,
  undo: undoAction,
  note: noteAction,
  addendum: addendumAction,
  removeEvidence: removeEvidenceAction,
  check: checkAction,
  place: placeAction,
  unplace: unplaceAction,
  capture: captureAction,
  reference: referenceAction,
  copySecret: copySecretAction,
  confirmCopied: confirmCopiedAction,
  freshen: freshenAction,
  markInstalled: markInstalledAction,
  closeMirror: closeMirrorAction,
};

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  const { actor } = await requireReader(`/runbooks/${id}`);
  const run = await readRunOrNotFound(actor, id);
  return (
    <RunPage
      run={run}
      viewerId={actor.id}
      secrets={await readLatestSecrets(actor, { id: run.runbookId, clientId: run.client.id })}
      actions={actions}
      phaseNames={phaseNamesOf(run.kind)}
      silenceMinutes={SILENCE_MINUTES}
      mayWork={may(actor, 'run.work')}
      mayWaive={may(actor, 'step.waive')}
      nowMillis={Date.now()}
      keptOffline={!isDevelopmentServer()}
    />
  );
}
