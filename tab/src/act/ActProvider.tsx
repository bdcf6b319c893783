/** The single entry point for actions: opens a dialog if needed, sends the command and shows the result. */
import type { ActionPayload, CommandTarget } from '@rooms-pro/core/contracts';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { needsInput, type Outcome } from './actions.ts';
import type { Intention } from './intention.ts';
import { type Held, takeOverParts, toParts } from './requests.ts';
import { ActContext } from './useAct.ts';
import { type SendReport, useSend } from './useSend.ts';

const ActDialog = lazy(() => import('./ActDialog.tsx'));
const TakeOverDialog = lazy(() =>
  import('./TakeOverDialog.tsx').then((module) => ({ default: module.TakeOverDialog })),
);

/** Tickets that are assigned to other people, and the action that the person chose for them. */
type Contest = { readonly intention: Intention; readonly held: readonly Held[] };

/** The remaining targets, each with its name and assignee. */
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

/** Provides `useAct` to the components below it. */
export function ActProvider({ children }: { children: ReactNode }) {
  const { send, isPending, ownId } = useSend();
  const [asked, setAsked] = useState<Intention | null>(null);
  const [refusal, setRefusal] = useState<Outcome | null>(null);
  const [contest, setContest] = useState<Contest | null>(null);

  function open(intention: Intention | null): void {
    setRefusal(null);
    setAsked(intention);
  }

  /** Sends an action that needs no dialog. */
  async function sendAtOnce(intention: Intention, action: ActionPayload): Promise<void> {
    const sent = await send(toParts(action, intention), { former: intention });
    if (sent.kind === 'done') intention.onDone?.();
    if (sent.kind === 'refused' && sent.held.length > 0) {
      setContest({ intention, held: sent.held });
    }
  }

  /** Sends the action of a dialog. The dialog stays open, with its text, until the action succeeds. */
  async function sendAsked(
    intention: Intention,
    action: ActionPayload,
    report: SendReport = {},
  ): Promise<void> {
    setRefusal(null);
    const how = { ...report, former: intention, isRefusalShown: true };
    const sent = await send(toParts(action, intention), how);
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
    // A second attempt excludes the targets for which the action already succeeded.
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
    if (needsInput(action)) open(intention);
    // An action that is sent immediately has no input.
    else void sendAtOnce(intention, { action } as ActionPayload);
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
            submit={(action, report) => void sendAsked(asked, action, report)}
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
