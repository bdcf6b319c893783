/** A Teams Rooms device in front of the real door: it beats, and says what its event log says. */
import type { TelemetryAnswer } from '@rooms-pro/core/contracts';
import { fetchFitting } from '../../../bot/src/api/checkResponses.suite.ts';
import {
  type Condition,
  type DeviceIdentity,
  hardwareEvent,
  healthyCondition,
} from '../../../demo/src/fleet/events.ts';

export type TestDevice = {
  /** Sends what the regular look at the peripherals finds; the answer must be that it was taken. */
  report(condition: Partial<Condition>): Promise<void>;
  stop(): Promise<void>;
};

/** Often enough never to be taken for disconnected at the pace of the stories. */
const beatEveryMs = 400;

/** Switches a device on: from now on it beats, as all devices do. */
export function startDevice(origin: string, key: string, identity: DeviceIdentity): TestDevice {
  let seq = 0;
  let beating: Promise<unknown> = Promise.resolve();

  async function send(items: (observedAt: string) => unknown[]): Promise<TelemetryAnswer> {
    const sentAt = new Date().toISOString();
    seq += 1;
    const message = { device: identity.device, sentAt, seq, items: items(sentAt) };
    const response = await fetchFitting(`${origin}/api/telemetry`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`Telemetry was answered ${response.status}.`);
    return (await response.json()) as TelemetryAnswer;
  }

  const timer = setInterval(() => {
    // A lost beat is nothing: four of them are.
    beating = send(() => []).catch(() => undefined);
  }, beatEveryMs);

  return {
    async report(condition) {
      const event = hardwareEvent(identity, { ...healthyCondition, ...condition });
      const { results } = await send((observedAt) => [{ form: 'mtr-event', observedAt, event }]);
      const verdict = results[0]?.items[0]?.verdict;
      if (verdict !== 'applied') throw new Error(`The event was ${verdict ?? 'not judged'}.`);
    },
    async stop() {
      clearInterval(timer);
      await beating;
    },
  };
}
