/** One heartbeat: the facts of the device and the results of its checks. */
import { errorReason, type OnEvent } from '../log.ts';
import { type DeviceFacts, type DeviceItem, deviceItem, type Observation } from './items.ts';
import type { Outbox } from './outbox.ts';
import { createQueryDevice } from './queryDevice.ts';
import { createReporter } from './reporter.ts';

export type HeartbeatDeps = {
  readonly outbox: Outbox;
  readonly now: () => Date;
  readonly repeatEveryMs: number;
  readonly checks: () => Promise<readonly Observation[]>;
  readonly deviceFacts: () => Promise<DeviceFacts>;
  readonly inMeeting: () => Promise<boolean | null>;
  /** Observations that need no query of the device; each function returns `null` without an observation. */
  readonly ownObservations: readonly (() => Observation | null)[];
  readonly send: (heartbeat: DeviceItem) => void;
  readonly onEvent: OnEvent;
  /** The time limit of a query to the device; one minute by default. */
  readonly limitMs?: number | undefined;
};

/** Creates the heartbeat of one device. A value that cannot be read is omitted; the heartbeat is still sent. */
export function createHeartbeat(deps: HeartbeatDeps): () => Promise<void> {
  const { now, outbox, onEvent } = deps;
  const reporter = createReporter(deps.repeatEveryMs);
  const query = createQueryDevice(onEvent, deps.limitMs);

  return async () => {
    const [facts, meeting, found] = await Promise.all([
      query<DeviceFacts>('facts', deps.deviceFacts, {}),
      query<boolean | null>('inMeeting', deps.inMeeting, null),
      query<readonly Observation[]>('checks', deps.checks, []),
    ]);
    const own = deps.ownObservations.map((judge) => judge()).filter((one) => one !== null);
    const changed = reporter.selectDue([...found, ...own], now().getTime());
    deps.send(deviceItem(facts, meeting, now().toISOString()));
    try {
      outbox.observations(changed);
      reporter.markReported(changed, now().getTime());
    } catch (error) {
      onEvent('spool.failed', { reason: errorReason(error) });
    }
  };
}
