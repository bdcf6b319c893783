/** One simulated Teams Rooms device: beats, notices its own condition, and says so over an outbox. */
import {
  allWell,
  type Condition,
  type DeviceIdentity,
  hardwareEvent,
  heartbeatEvent,
  type MtrEvent,
  restartEvent,
} from './events.ts';
import type { Outbox } from './outbox.ts';

export type DeviceDeps = {
  readonly identity: DeviceIdentity;
  readonly outbox: Outbox;
  readonly beatEveryMs: number;
  /** How long until its first beat: devices do not all wake at once. */
  readonly firstBeatMs: number;
  readonly now: () => Date;
};

export type Device = {
  /** Changes what is wrong with the device, which it reports at once. */
  become(condition: Condition): void;
  condition(): Condition;
  stop(): void;
};

const agent = 'simulated-1.0.0';

/** Switches a device on. */
export function startDevice(deps: DeviceDeps): Device {
  const { identity, outbox, now } = deps;
  let condition = allWell;
  let seq = 0;
  let timer = setTimeout(beat, deps.firstBeatMs);

  function send(events: readonly MtrEvent[]): void {
    const observedAt = now().toISOString();
    const items = events.map((event) => ({ form: 'mtr-event', observedAt, event }));
    seq += 1;
    outbox.send({ device: identity.device, sentAt: observedAt, seq, agent, items });
  }

  function beat(): void {
    if (!condition.isSilent)
      send([heartbeatEvent(identity, condition), hardwareEvent(identity, condition)]);
    timer = setTimeout(beat, deps.beatEveryMs);
  }

  return {
    become(next) {
      const hasCauseToRestart = next === allWell && condition !== allWell;
      condition = next;
      if (hasCauseToRestart) send([restartEvent(identity)]);
      clearTimeout(timer);
      beat();
    },
    condition: () => condition,
    stop() {
      clearTimeout(timer);
      outbox.stop();
    },
  };
}
