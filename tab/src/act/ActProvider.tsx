/** The one door for acting: asks what must be asked, sends the command, says what became of it. */
import type {
  CommandsBody,
  CommandTarget,
  RemediationChoice,
  WireAction,
} from '@rooms-pro/core/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, lazy, type ReactNode, Suspense, useContext, useState } from 'react';
import { api } from '../api.ts';
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
  readonly onDone?: () => void;
};

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

  async function send(targets: readonly CommandTarget[], action: WireAction): Promise<boolean> {
    try {
      const { results } = await mutation.mutateAsync({ targets: [...targets], action });
      const undo = undoOf(action.action);
      const done = targets.filter((_, index) => results[index]?.ok);
      const canUndo = undo !== null && done.length > 0;
      say(sayOutcome(results), canUndo ? () => void send(done, undo) : null);
      return done.length === targets.length;
    } catch (error) {
      const headline = error instanceof Error ? error.message : 'That did not work.';
      say({ intent: 'error', headline, sentences: ['Nothing was changed.'] }, null);
      return false;
    }
  }
  return { send, isPending: mutation.isPending };
}

/** Makes `useAct` work below it. */
export function ActProvider({ children }: { children: ReactNode }) {
  const { send, isPending } = useSend();
  const [asked, setAsked] = useState<AskedIntention | null>(null);

  async function finish(intention: Intention, action: WireAction): Promise<boolean> {
    const isDone = await send(intention.targets, action);
    if (isDone) intention.onDone?.();
    return isDone;
  }

  function begin(intention: Intention): void {
    const { action } = intention;
    if (asksFirst(action)) setAsked({ ...intention, action });
    // An action that is sent as it is has no words of its own.
    else void finish(intention, { action });
  }

  return (
    <ActContext value={{ begin, send, isPending }}>
      {children}
      {asked && (
        <Suspense fallback={null}>
          <ActDialog
            intention={asked}
            isPending={isPending}
            close={() => setAsked(null)}
            submit={async (action) => {
              await finish(asked, action);
              setAsked(null);
            }}
          />
        </Suspense>
      )}
    </ActContext>
  );
}
