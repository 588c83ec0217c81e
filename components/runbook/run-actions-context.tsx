'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { RunActions } from './run-actions';

const ActionsContext = createContext<RunActions | null>(null);

/** Hands the page's actions to every part of it, so that they are sent to the browser once and not with each step. */
export function RunActionsProvider({ actions, children }: { actions: RunActions; children: ReactNode }) {
  return <ActionsContext value={actions}>{children}</ActionsContext>;
}

/** The acts that the page around this offers. */
export function useRunActions(): RunActions {
  const actions = useContext(ActionsContext);
  if (actions === null) throw new Error('This part belongs inside RunActionsProvider.');
  return actions;
}
