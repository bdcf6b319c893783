/** The one door for acting: asks what must be asked, sends the command, says what became of it. */
import type { PersonRef } from '@rooms-pro/core';
import type {
  CommandsBody,
  CommandTarget,
  RemediationChoice,
  RoomDetail,
  WireAction,
} from '@rooms-pro/core/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, lazy, type ReactNode, Suspense, useContext, useState } from 'react';
import { ApiFailure, api } from '../api.ts';
import { type Asking, asksFirst, type Offered, sayOutcome, undoOf } from './actions.ts';
import { useSayOutcome } from './Outcomes.tsx';

const ActDialog = lazy(() => import('./ActDialog.tsx'));

/** What is to be done, to what, and how that is called in a sentence. */
export type Intention = {
  readonly action: Offered;
  readonly targets: readonly CommandTarget[];
  /** `Display 1 in Aurora`, `3 incidents`. */
  readonly what: string;
  /** What the rules recommend, shown beside the notes. */
  readonly advice?: string;
  /** What may be tried on the device. */
  readonly remediations?: readonly RemediationChoice[];
  /** Who may take it on. */
  readonly assignees?: readonly PersonRef[];
  /** The room as it is while it is edited. */
  readonly room?: RoomDetail;
  /** The device that is taken out. */
  readonly device?: string;
  readonly onDone?: () => void;
};

/** What a form knows beside the action that it sends. */
export type Told = {
  /** What takes it back, where that depends on what was before. */
  readonly undo?: WireAction;
  /** Shows what the server finds wrong; where absent, it is told like any other failure. */
  readonly onFaults?: (faults: ApiFailure['faults']) => void;
};

type Sent = 'done' | 'refused' | 'faulty';

/** One whose dialog is open. */
export type AskedIntention = Intention & { readonly action: Asking };

type Act = {
  /** Starts acting: at once, or with a dialog where words are needed. */
  readonly begin: (intention: Intention) => void;
  /** Sends a command as it is; resolves to whether every target took it. */
  readonly send: (targets: readonly CommandTarget[], action: WireAction) => Promise<boolean>;
  readonly isPending: boolean;
};

const ActContext = createContext<Act | null>(null);

/** How a view acts on tickets, signals and rooms. */
export function useAct(): Act {
  const act = useContext(ActContext);
  if (!act) throw new Error('useAct needs an ActProvider around it.');
  return act;
}

/** Sends commands and tells what became of them, with a way back where there is one. */
function useSend() {
  const client = useQueryClient();
  const say = useSayOutcome();
  const mutation = useMutation({
    mutationFn: (body: CommandsBody) => api.act(body),
    onSettled: () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'me' }),
  });

  async function send(
    targets: readonly CommandTarget[],
    action: WireAction,
    told: Told = {},
  ): Promise<Sent> {
    try {
      const { results } = await mutation.mutateAsync({ targets: [...targets], action });
      const undo = told.undo ?? undoOf(action.action);
      const done = targets.filter((_, index) => results[index]?.ok);
      const canUndo = undo !== null && done.length > 0;
      say(sayOutcome(results), canUndo ? () => void send(done, undo) : null);
      return done.length === targets.length ? 'done' : 'refused';
    } catch (error) {
      if (told.onFaults && error instanceof ApiFailure && error.faults.length > 0) {
        told.onFaults(error.faults);
        return 'faulty';
      }
      const headline = error instanceof Error ? error.message : 'That did not work.';
      say({ intent: 'error', headline, sentences: ['Nothing was changed.'] }, null);
      return 'refused';
    }
  }
  return { send, isPending: mutation.isPending };
}

/** Makes `useAct` work below it. */
export function ActProvider({ children }: { children: ReactNode }) {
  const { send, isPending } = useSend();
  const [asked, setAsked] = useState<AskedIntention | null>(null);

  async function finish(intention: Intention, action: WireAction, told?: Told): Promise<Sent> {
    const sent = await send(intention.targets, action, told);
    if (sent === 'done') intention.onDone?.();
    return sent;
  }

  const sendPlainly: Act['send'] = async (...sent) => (await send(...sent)) === 'done';

  function begin(intention: Intention): void {
    const { action } = intention;
    if (asksFirst(action)) setAsked({ ...intention, action });
    // An action that is sent as it is has no words of its own.
    else void finish(intention, { action });
  }

  return (
    <ActContext value={{ begin, send: sendPlainly, isPending }}>
      {children}
      {asked && (
        <Suspense fallback={null}>
          <ActDialog
            intention={asked}
            isPending={isPending}
            close={() => setAsked(null)}
            submit={async (action, told) => {
              if ((await finish(asked, action, told)) !== 'faulty') setAsked(null);
            }}
          />
        </Suspense>
      )}
    </ActContext>
  );
}
