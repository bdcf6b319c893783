/** Stores items in the spool, so none is lost. */
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
  readonly steps: Pick<ClockSteps, 'record'>;
  readonly onEvent: OnEvent;
  /** Called when the spool contains a new message. */
  readonly onAppended: () => void;
};

/**
 * Creates the outbox. Items are durable when a function returns. All times are times of the device's
 * clock: the platform corrects them by `sentAt`, which uses the same clock.
 */
export function createOutbox({ spool, now, steps, onEvent, onAppended }: OutboxDeps) {
  /** Appends items in order and returns the number of the last message. */
  function items(all: readonly TelemetryItem[]): number {
    const { groups, tooLarge } = packItems(all);
    for (const item of tooLarge) {
      spool.quarantine(item, 'The item is too large for a message.');
      onEvent('item.tooLarge', { form: item.form });
    }
    let seq = 0;
    for (const group of groups) {
      seq = spool.append(group);
      steps.record(seq);
    }
    onAppended();
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
