/** The fake Teams for tests of the notifier alone. */
import { type Messenger, SendError, type SendFailure } from '@rooms-pro/bot/messenger';
import type { ManualClock } from '../clock/manualClock.ts';

/** One send that reached Teams. */
export type Sent = {
  readonly kind: 'post' | 'edit';
  readonly to: string;
  readonly id: string;
  readonly summary: string;
  readonly text: string;
  readonly atMs: number;
};

/** Teams behind the notifier's interface, without HTTP: accepts cards, gives them ids, and fails on request. */
export function createFakeMessenger(clock: Pick<ManualClock, 'nowMs'>) {
  const sent: Sent[] = [];
  const failures: SendFailure[] = [];
  let held: Promise<void> | null = null;
  let attempts = 0;

  async function send(
    kind: Sent['kind'],
    to: string,
    id: string | null,
    card: object,
    summary: string,
  ) {
    attempts += 1;
    await held;
    const failure = failures.shift();
    if (failure) throw new SendError(failure);
    const given = id ?? `message-${sent.length + 1}`;
    const atMs = clock.nowMs();
    sent.push({ kind, to, id: given, summary, text: JSON.stringify(card), atMs });
    return given;
  }

  const messenger: Messenger = {
    post: (to, card, summary) => send('post', to, null, card, summary),
    edit: async (to, id, card, summary) => {
      await send('edit', to, id, card, summary);
    },
  };
  return {
    messenger,
    sent,
    attempts: () => attempts,
    failNext: (...next: SendFailure[]) => failures.push(...next),
    /** Keeps every send in flight until the returned function is called. */
    hold(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return () => {
        held = null;
        resolve();
      };
    },
    /** What was sent since the last call: kind, conversation, message and summary in one line. */
    news(): string[] {
      return sent.splice(0).map(({ kind, to, id, summary }) => `${kind} ${to} ${id}: ${summary}`);
    },
  };
}
