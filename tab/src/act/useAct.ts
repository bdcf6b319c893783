/** The hook with which a view starts actions. `ActProvider` provides it. */
import type { ActionPayload, CommandTarget } from '@rooms-pro/core/contracts';
import { createContext, useContext } from 'react';
import type { Intention } from './intention.ts';
import type { Sent } from './useSend.ts';

export type Act = {
  /** Starts an action: sends it immediately, or opens a dialog if it needs input. */
  readonly begin: (intention: Intention) => void;
  /** Sends a command without a dialog. The caller shows why the server refused it. */
  readonly send: (targets: readonly CommandTarget[], action: ActionPayload) => Promise<Sent>;
  readonly isPending: boolean;
  /** The person who acts; `null` until the server has returned the person. */
  readonly ownId: string | null;
};

/** `null` outside of an `ActProvider`. */
export const ActContext = createContext<Act | null>(null);

/** The actions that a view can start on tickets, signals and rooms. */
export function useAct(): Act {
  const act = useContext(ActContext);
  if (!act) throw new Error('useAct needs an ActProvider around it.');
  return act;
}
