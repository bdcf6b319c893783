/** Posts telemetry over HTTP with a device's key, like any device does. */
import type { Delivery, Message } from './outbox.ts';

const patienceMs = 10_000;

/** Makes the way of one key to `POST /api/telemetry` at `origin`. */
export function createDeliver(
  origin: string,
  key: string,
): (messages: readonly Message[]) => Promise<Delivery> {
  return async (messages) => {
    const response = await fetch(`${origin}/api/telemetry`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(messages.length === 1 ? messages[0] : { messages }),
      signal: AbortSignal.timeout(patienceMs),
    });
    await response.arrayBuffer();
    if (response.ok) return 'delivered';
    // Told to slow down, or the platform is in trouble: not our message's fault.
    return response.status === 429 || response.status >= 500 ? 'later' : 'refused';
  };
}
