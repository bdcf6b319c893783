/** Records messages that were rejected as a whole, so that the room of the device shows it. */
import type { Instant } from '@rooms-pro/core';
import { deviceId, foldDeviceId } from '@rooms-pro/core/contracts';
import { isUnreadable } from '@rooms-pro/store';
import { type RoomDeps, withCurrentRules } from '../deps.ts';
import { roomInUse } from '../devices/roomFinder.ts';
import type { MessageRead } from '../http/readEnvelope.ts';
import { applyTogether, type ReadMessage } from './applyMessages.ts';

/** Records one rejected message for each device without a valid message. It never creates a room. */
export async function recordRejected(
  deps: RoomDeps,
  read: readonly MessageRead[],
  at: Instant,
  correlationId: string,
): Promise<void> {
  const handled = new Set(
    read.flatMap((one) => (one.ok ? [foldDeviceId(one.message.device)] : [])),
  );
  for (const one of read) {
    if (one.ok || handled.has(foldDeviceId(one.device)) || !deviceId.safeParse(one.device).success)
      continue;
    handled.add(foldDeviceId(one.device));
    const { device, fault } = one;
    const message = { device, sentAt: at, seq: 0, items: [] };
    const rejected = { reason: fault.reason, isAll: true, signals: [] };
    const input = { kind: 'telemetry', device, readings: [], facts: [], rejected } as const;
    const whole: ReadMessage = { index: 0, message, items: [], input, isSignOfLife: false };
    await recordOne(deps, whole, at, correlationId);
  }
}

async function recordOne(
  deps: RoomDeps,
  message: ReadMessage,
  at: Instant,
  correlationId: string,
): Promise<void> {
  const { device } = message.message;
  try {
    const { roomId } = await roomInUse(deps, device);
    if (roomId !== null)
      await applyTogether(withCurrentRules(deps), roomId, [message], at, correlationId);
  } catch (error) {
    // The log already contains the document in quarantine.
    if (!isUnreadable(error)) throw error;
  }
}
