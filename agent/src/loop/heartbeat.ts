/** One beat: what the device knows of itself, and what its own checks find. */
import { type OnEvent, reasonOf } from '../log.ts';
import { type DeviceFacts, type DeviceItem, deviceItem, type Observation } from './items.ts';
import type { Outbox } from './outbox.ts';
import { createAsk } from './queryDevice.ts';
import { createReporter } from './reporter.ts';

export type HeartbeatDeps = {
  readonly keeper: Outbox;
  readonly now: () => Date;
  readonly repeatEveryMs: number;
  readonly checks: () => Promise<readonly Observation[]>;
  readonly deviceFacts: () => Promise<DeviceFacts>;
  readonly inMeeting: () => Promise<boolean | null>;
  /** What the Monitoring Software knows without a look at the device; `null`: nothing yet. */
  readonly judges: readonly (() => Observation | null)[];
  readonly send: (heartbeat: DeviceItem) => void;
  readonly onEvent: OnEvent;
  /** How long a question to the device may take; a minute unless told otherwise. */
  readonly limitMs?: number | undefined;
};

/** Makes the beat of one device; what cannot be found out is left out and stops nothing. */
export function createHeartbeat(deps: HeartbeatDeps): () => Promise<void> {
  const { now, keeper, onEvent } = deps;
  const reporter = createReporter(deps.repeatEveryMs);
  const ask = createAsk(onEvent, deps.limitMs);

  return async () => {
    const [facts, meeting, found] = await Promise.all([
      ask<DeviceFacts>('facts', deps.deviceFacts, {}),
      ask<boolean | null>('inMeeting', deps.inMeeting, null),
      ask<readonly Observation[]>('checks', deps.checks, []),
    ]);
    const own = deps.judges.map((judge) => judge()).filter((one) => one !== null);
    const news = reporter.select([...found, ...own], now().getTime());
    deps.send(deviceItem(facts, meeting, now().toISOString()));
    try {
      keeper.observations(news);
      reporter.told(news, now().getTime());
    } catch (error) {
      onEvent('spool.failed', { reason: reasonOf(error) });
    }
  };
}
