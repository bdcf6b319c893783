/** Everything that must not be lost passes here on its way into the spool. */
import type { TelemetryItem } from '@rooms-pro/core/contracts';
import type { OnEvent } from '../log.ts';
import type { ObservedEvent } from '../logSource/logSource.ts';
import type { Spool } from '../spool/spool.ts';
import type { ClockSteps } from './clockSteps.ts';
import { type Observation, readingItem } from './items.ts';
import { packItems } from './packItems.ts';

export type OutboxDeps = {
  readonly spool: Spool;
  readonly now: () => Date;
  readonly steps: Pick<ClockSteps, 'note'>;
  readonly onEvent: OnEvent;
  /** Called when there is something new to send. */
  readonly onKept: () => void;
};

/**
 * Makes items of what is observed and keeps them: durable when a verb returns. All times are those of
 * the device's own clock: the platform corrects them by `sentAt`, which is of the same clock.
 */
export function createOutbox({ spool, now, steps, onEvent, onKept }: OutboxDeps) {
  /** Keeps items in order and answers the last message's number. */
  function items(all: readonly TelemetryItem[]): number {
    const { groups, tooLarge } = packItems(all);
    for (const item of tooLarge) {
      spool.setAside(item, 'It is too large for a message.');
      onEvent('item.tooLarge', { form: item.form });
    }
    let seq = 0;
    for (const group of groups) {
      seq = spool.append(group);
      steps.note(seq);
    }
    onKept();
    return seq;
  }
  return {
    items,
    events(events: readonly ObservedEvent[]): void {
      if (events.length === 0) return;
      items(
        events.map(({ event, observedAt }) => ({
          form: 'mtr-event',
          observedAt: new Date(observedAt).toISOString(),
          event: { ...event },
        })),
      );
    },
    observations(observations: readonly Observation[]): void {
      if (observations.length === 0) return;
      const at = now().toISOString();
      items(observations.map((observation) => readingItem(observation, at)));
    },
  };
}
export type Outbox = ReturnType<typeof createOutbox>;
