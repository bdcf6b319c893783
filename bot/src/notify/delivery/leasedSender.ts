/**
 * The notifier for a bot that runs as several processes. It runs in one process at a time: the one that
 * owns the lease. A process that takes over the lease first compares every card with the current state.
 */
import { backOffMs, retry } from '@rooms-pro/async';
import { contendForLease, type Store } from '@rooms-pro/store';
import type { Log } from '../../log.ts';
import type { Notifier } from '../notifier.ts';
import { isSentCard } from '../sentCards/sentCards.ts';
import { type Messenger, SendError } from './messenger.ts';

/** How this process shares the sending with the other processes on the same store. */
export type Sharing = {
  /** The unique name of this process in the lease. No other process ever has the same name. */
  readonly holder: string;
  /** Resolves when this process has received all changes that the other processes had committed. */
  readonly catchUp: () => Promise<unknown>;
  /** A monotonic clock, in milliseconds. */
  readonly nowMs: () => number;
  /** Waits for this number of milliseconds. Rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** The operations of the notifier that the rest of the bot may use, in any process. */
export type Sending = Omit<Notifier, 'keeps'> & {
  /** Whether this message is a card that the notifier updates, in this process or in another one. */
  keeps(...card: Parameters<Notifier['keeps']>): boolean | Promise<boolean>;
  /** Starts sending cards. */
  start(): void;
};

export type SendingDeps = {
  readonly store: Store;
  readonly sharing: Sharing;
  /**
   * Creates a notifier from the current contents of the store. The notifier sends through the messenger
   * that `guard` returns.
   */
  readonly open: (guard: (messenger: Messenger) => Messenger) => Promise<Notifier>;
  readonly log: Log;
};

/** The notifier of a bot that runs as one process. It ignores changed rooms until `start`, which checks all. */
export function singleSender(notifier: Notifier): Sending {
  let isStarted = false;
  return {
    ...notifier,
    roomChanged(room) {
      if (isStarted) notifier.roomChanged(room);
    },
    start() {
      isStarted = true;
      notifier.reconcile();
    },
  };
}

/** The waits after failed starts. A start reads the store; a bug in it must not read the store every second. */
const startBackOff = { firstMs: 1_000, longestMs: 60_000 };

/**
 * The notifier that runs only while this process owns the lease. Otherwise it ignores changes, because
 * the process with the lease handles them.
 */
export function leasedSender({ store, sharing, open, log }: SendingDeps): Sending {
  const { delay, nowMs, holder } = sharing;
  let active: ActiveSender | null = null;
  let lease: ReturnType<typeof contendForLease> | null = null;

  /**
   * Does not wait for the store: a store that does not respond must not delay the renewal of the lease.
   */
  function onLeaseGained(): void {
    active = startSending({ open: openNow, delay, log });
  }

  async function openNow(): Promise<Notifier> {
    await sharing.catchUp();
    return open((messenger) => guardWithLease(() => lease?.isHeld() ?? false, messenger));
  }

  async function onLeaseLost(): Promise<void> {
    const previous = active;
    await previous?.end();
    active = null;
  }

  const onFault = (error: unknown) => log.error('sender.failed', {}, error);
  const current = () => active?.notifier() ?? null;

  return {
    start() {
      const options = { holder, delay, nowMs, onGain: onLeaseGained, onLoss: onLeaseLost, onFault };
      lease = contendForLease(store, 'sender', options);
    },
    roomChanged: (room) => current()?.roomChanged(room),
    outageChanged: (id) => current()?.outageChanged(id),
    peopleChanged: () => current()?.peopleChanged(),
    conversationChanged: (id) => current()?.conversationChanged(id),
    tendConversations: () => current()?.tendConversations(),
    reconcile: () => current()?.reconcile(),
    incidentOf: (...card) => current()?.incidentOf(...card) ?? null,
    keeps: (roomId, activityId) =>
      current()?.keeps(roomId, activityId) ?? isSentCard(store, roomId, activityId),
    waiting: () => current()?.waiting() ?? 0,
    idle: async () => current()?.idle(),
    stop: async () => lease?.release(),
  };
}

const noCards =
  'No cards are sent: this process may send, but its start failed. It tries again. If the failure repeats, report it.';

type ActiveSender = { notifier(): Notifier | null; end(): Promise<void> };

/**
 * Sends until the lease is lost. Opens a new notifier each time, because other processes have sent
 * cards in the meantime.
 */
function startSending({
  open,
  delay,
  log,
}: Pick<Sharing, 'delay'> & {
  readonly open: () => Promise<Notifier>;
  readonly log: Log;
}): ActiveSender {
  const ending = new AbortController();
  const { signal } = ending;
  let notifier: Notifier | null = null;

  async function start(): Promise<void> {
    if (signal.aborted) return;
    const opened = await open();
    if (signal.aborted) return await opened.stop();
    try {
      opened.reconcile();
    } catch (error) {
      // The next attempt opens another notifier, and two would send each card twice.
      await opened.stop();
      throw error;
    }
    notifier = opened;
    log.info('sender.began');
  }

  const running = retry(start, {
    waitMs(error, failures) {
      const waitMs = backOffMs(startBackOff, failures);
      const fields = { failures, againInSeconds: waitMs / 1000, sentence: noCards };
      log.error('sender.notStarted', fields, error);
      return waitMs;
    },
    delay: (ms) => delay(ms, signal).catch(() => {}),
  });
  return {
    notifier: () => notifier,
    async end() {
      ending.abort();
      await running;
      if (notifier === null) return;
      await notifier.stop();
      log.info('sender.ended');
    },
  };
}

/**
 * A messenger that checks the lease right before each send: a process that was suspended may have lost
 * the lease without noticing it.
 */
function guardWithLease(isHeld: () => boolean, { post, edit }: Messenger): Messenger {
  const assertLeaseHeld = (): void => {
    if (!isHeld()) throw new SendError({ kind: 'retry', afterMs: null, status: null });
  };
  return {
    async post(...sent) {
      assertLeaseHeld();
      return post(...sent);
    },
    async edit(...sent) {
      assertLeaseHeld();
      return edit(...sent);
    },
  };
}
