/** One beat: what the device knows of itself, and what its own checks find. */
import { type OnEvent, reasonOf } from '../log.ts';
import type { PlatformClock } from './drift.ts';
import { type DeviceFacts, type DeviceItem, deviceItem, type Observation } from './items.ts';
import type { Keeper } from './keeper.ts';
import { createReporter } from './reporter.ts';

export type BeatDeps = {
  readonly keeper: Keeper;
  readonly clock: PlatformClock;
  readonly now: () => Date;
  readonly repeatEveryMs: number;
  readonly checks: () => Promise<readonly Observation[]>;
  readonly deviceFacts: () => Promise<DeviceFacts>;
  readonly inMeeting: () => Promise<boolean | null>;
  readonly send: (heartbeat: DeviceItem) => void;
  readonly onEvent: OnEvent;
};

/** Makes the beat of one device; what cannot be found out is left out and stops nothing. */
export function createBeat(deps: BeatDeps): () => Promise<void> {
  const { clock, now, keeper, onEvent } = deps;
  const selectNews = createReporter(deps.repeatEveryMs);

  async function ask<T>(what: string, how: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await how();
    } catch (error) {
      onEvent('check.failed', { check: what, reason: reasonOf(error) });
      return otherwise;
    }
  }

  return async () => {
    const facts = await ask('facts', deps.deviceFacts, {});
    const meeting = await ask('inMeeting', deps.inMeeting, null);
    const found = await ask('checks', deps.checks, []);
    const drift = clock.judge();
    const news = selectNews(drift === null ? found : [...found, drift], now().getTime());
    deps.send(deviceItem(facts, meeting, now().toISOString()));
    try {
      keeper.observations(news);
    } catch (error) {
      onEvent('spool.failed', { reason: reasonOf(error) });
    }
  };
}
