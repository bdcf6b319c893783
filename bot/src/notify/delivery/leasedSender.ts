/**
 * The notifier where several processes are the bot: it stands in one of them at a time, in the one
 * that holds the lease, and each that takes over begins by comparing every card with what is true.
 */
import { contendForLease, type Store } from '@rooms-pro/store';
import type { Log } from '../../log.ts';
import type { Notifier } from '../notifier.ts';
import { isPosted } from '../sentCards/sentCards.ts';
import { type Messenger, SendError } from './messenger.ts';

/** How this process shares the sending with others on the same store. */
export type Sharing = {
  /** Names this process in the lease; of no other process, ever. */
  readonly holder: string;
  /** Resolves once all that others had committed has come in. */
  readonly catchUp: () => Promise<unknown>;
  /** Milliseconds that only ever rise. */
  readonly nowMs: () => number;
  /** Waits that many milliseconds; rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** What the rest of the bot may ask of the notifier, whichever process it stands in. */
export type Sending = Omit<Notifier, 'keeps'> & {
  /** Whether this message is a card that the notifier keeps true, wherever it stands. */
  keeps(...card: Parameters<Notifier['keeps']>): boolean | Promise<boolean>;
  /** From now on cards may be sent. */
  start(): void;
};

export type SendingDeps = {
  readonly store: Store;
  readonly sharing: Sharing;
  /** Makes a notifier from what the store says now; it sends through the messenger it is given. */
  readonly open: (guard: (messenger: Messenger) => Messenger) => Promise<Notifier>;
  readonly log: Log;
};

/** The notifier of a process that is the bot alone: it is there, and stays. */
export function singleSender(notifier: Notifier): Sending {
  return { ...notifier, start: notifier.reconcile };
}

const retryEveryMs = 1_000;

/** The notifier in turns: while another process holds the lease, changes are left to that one. */
export function leasedSender({ store, sharing, open, log }: SendingDeps): Sending {
  const { delay, nowMs, holder } = sharing;
  let turn: Turn | null = null;
  let lease: ReturnType<typeof contendForLease> | null = null;

  /** A store that does not answer must not keep the lease from being renewed. */
  function takeOver(): void {
    log.info('sender.began');
    turn = beginTurn({ open: openNow, delay, onFault });
  }

  async function openNow(): Promise<Notifier> {
    await sharing.catchUp();
    return open((messenger) => sendWhile(() => lease?.isHeld() ?? false, messenger));
  }

  async function giveUp(): Promise<void> {
    const ended = turn;
    await ended?.end();
    turn = null;
    log.info('sender.ended');
  }

  const onFault = (error: unknown) => log.error('sender.failed', {}, error);
  const current = () => turn?.notifier() ?? null;

  return {
    start() {
      const asked = { holder, delay, nowMs, onGain: takeOver, onLoss: giveUp, onFault };
      lease = contendForLease(store, 'sender', asked);
    },
    roomChanged: (room) => current()?.roomChanged(room),
    outageChanged: (id) => current()?.outageChanged(id),
    peopleChanged: () => current()?.peopleChanged(),
    conversationChanged: (id) => current()?.conversationChanged(id),
    tendConversations: () => current()?.tendConversations(),
    reconcile: () => current()?.reconcile(),
    keeps: (roomId, activityId) =>
      current()?.keeps(roomId, activityId) ?? isPosted(store, roomId, activityId),
    waiting: () => current()?.waiting() ?? 0,
    idle: async () => current()?.idle(),
    stop: async () => lease?.release(),
  };
}

type Turn = { notifier(): Notifier | null; end(): Promise<void> };

/** One turn as the sender: opened anew, as others have sent meanwhile. */
function beginTurn({
  open,
  delay,
  onFault,
}: Pick<Sharing, 'delay'> & {
  readonly open: () => Promise<Notifier>;
  readonly onFault: (error: unknown) => void;
}): Turn {
  const ending = new AbortController();
  const { signal } = ending;
  let notifier: Notifier | null = null;

  async function begin(): Promise<void> {
    while (!signal.aborted) {
      try {
        const opened = await open();
        if (signal.aborted) return await opened.stop();
        notifier = opened;
        return opened.reconcile();
      } catch (error) {
        onFault(error);
        await delay(retryEveryMs, signal).catch(() => {});
      }
    }
  }

  const begun = begin();
  return {
    notifier: () => notifier,
    async end() {
      ending.abort();
      await begun;
      await notifier?.stop();
    },
  };
}

/** Asked right before each send: a process that stood still does not know that its time is up. */
function sendWhile(isHeld: () => boolean, { post, edit }: Messenger): Messenger {
  const assertHeld = (): void => {
    if (!isHeld()) throw new SendError({ kind: 'retry', afterMs: null, status: null });
  };
  return {
    async post(...sent) {
      assertHeld();
      return post(...sent);
    },
    async edit(...sent) {
      assertHeld();
      return edit(...sent);
    },
  };
}
