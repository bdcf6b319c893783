/** The one door for acting: asks what must be asked, sends the command, and shows what it did. */
import type { PersonRef, Suppression } from '@rooms-pro/core';
import type {
  ActionPayload,
  CommandTarget,
  RemediationChoice,
  RoomDetail,
} from '@rooms-pro/core/contracts';
import { createContext, lazy, type ReactNode, Suspense, useContext, useState } from 'react';
import { type Asking, asksFirst, type Offered, type Outcome } from './actions.ts';
import { type Held, partsOf, takeOverParts } from './requests.ts';
import { type SendReport, type Sent, useSend } from './useSend.ts';

const ActDialog = lazy(() => import('./ActDialog.tsx'));
const TakeOverDialog = lazy(() =>
  import('./TakeOverDialog.tsx').then((module) => ({ default: module.TakeOverDialog })),
);

/** What is to be done, to what, and how that is called in a sentence. */
export type Intention = {
  readonly action: Offered;
  readonly targets: readonly CommandTarget[];
  /** `Display 1 in Aurora`, `3 incidents`. */
  readonly what: string;
  /** How each of several targets is called, in their order. */
  readonly names?: readonly string[];
  /** Who has each target, in their order, as the person sees it. */
  readonly holders?: readonly (PersonRef | null)[];
  /** What the rules recommend, shown beside the notes. */
  readonly advice?: string;
  /** What may be tried on the device. */
  readonly remediations?: readonly RemediationChoice[];
  /** Who may take it on. */
  readonly assignees?: readonly PersonRef[];
  /** Since when the person who has it has it, where that is known. */
  readonly assignedAt?: string | null;
  /** The suppression whose end is changed. */
  readonly suppression?: Suppression | null;
  /** The room as it is while it is edited. */
  readonly room?: RoomDetail;
  /** The device that is taken out. */
  readonly device?: string;
  readonly onDone?: () => void;
};

/** One whose dialog is open. */
export type AskedIntention = Intention & { readonly action: Asking };

type Act = {
  /** Starts acting: at once, or with a dialog where words are needed. */
  readonly begin: (intention: Intention) => void;
  /** Sends a command as it is; the caller shows why it was refused. */
  readonly send: (targets: readonly CommandTarget[], action: ActionPayload) => Promise<Sent>;
  readonly isPending: boolean;
  /** The person who acts; `null` while that is not known. */
  readonly ownId: string | null;
};

/** Tickets that other people have, and what was meant for them. */
type Contest = { readonly intention: Intention; readonly held: readonly Held[] };

const ActContext = createContext<Act | null>(null);

/** How a view acts on tickets, signals and rooms. */
export function useAct(): Act {
  const act = useContext(ActContext);
  if (!act) throw new Error('useAct needs an ActProvider around it.');
  return act;
}

/** The targets that are left, with what is known of each. */
function narrow({ targets, names, holders }: Intention, rest: readonly CommandTarget[]) {
  const isLeft = (_: unknown, index: number) => {
    const target = targets[index];
    return target !== undefined && rest.includes(target);
  };
  return {
    targets: rest,
    ...(names ? { names: names.filter(isLeft) } : {}),
    ...(holders ? { holders: holders.filter(isLeft) } : {}),
  };
}

/** Makes `useAct` work below it. */
export function ActProvider({ children }: { children: ReactNode }) {
  const { send, isPending, ownId } = useSend();
  const [asked, setAsked] = useState<AskedIntention | null>(null);
  const [refusal, setRefusal] = useState<Outcome | null>(null);
  const [contest, setContest] = useState<Contest | null>(null);

  function open(intention: AskedIntention | null): void {
    setRefusal(null);
    setAsked(intention);
  }

  /** Sends what a button means by itself. */
  async function sendAtOnce(intention: Intention, action: ActionPayload): Promise<void> {
    const sent = await send(partsOf(action, intention));
    if (sent.kind === 'done') intention.onDone?.();
    if (sent.kind === 'refused' && sent.held.length > 0) {
      setContest({ intention, held: sent.held });
    }
  }

  /** Sends what a dialog asked for. It stays open, with its text, until that is done. */
  async function sendAsked(
    intention: AskedIntention,
    action: ActionPayload,
    told: SendReport = {},
  ): Promise<void> {
    setRefusal(null);
    const sent = await send(partsOf(action, intention), { ...told, isRefusalShown: true });
    if (sent.kind === 'done') {
      open(null);
      intention.onDone?.();
    }
    if (sent.kind !== 'refused') return;
    if (sent.held.length > 0) {
      open(null);
      setContest({ intention, held: sent.held });
      return;
    }
    setRefusal(sent.outcome);
    // What was done to the others is not done to them again.
    setAsked({ ...intention, ...narrow(intention, sent.rest) });
  }

  async function takeOver({ intention, held }: Contest): Promise<void> {
    const sent = await send(takeOverParts(held));
    if (sent.kind === 'repeated') return;
    if (sent.kind === 'refused' && sent.held.length > 0) {
      setContest({ intention, held: sent.held });
      return;
    }
    setContest(null);
    if (sent.kind === 'done') intention.onDone?.();
  }

  function begin(intention: Intention): void {
    const { action } = intention;
    if (asksFirst(action)) open({ ...intention, action });
    // An action that is sent as it is has no words of its own.
    else void sendAtOnce(intention, { action });
  }

  return (
    <ActContext
      value={{
        begin,
        send: (targets, action) => send([{ targets, action }], { isRefusalShown: true }),
        isPending,
        ownId,
      }}
    >
      {children}
      <Suspense fallback={null}>
        {asked && (
          <ActDialog
            intention={asked}
            refusal={refusal}
            isPending={isPending}
            close={() => open(null)}
            submit={(action, told) => void sendAsked(asked, action, told)}
          />
        )}
        {contest && (
          <TakeOverDialog
            {...contest}
            isPending={isPending}
            close={() => setContest(null)}
            takeOver={() => void takeOver(contest)}
          />
        )}
      </Suspense>
    </ActContext>
  );
}
