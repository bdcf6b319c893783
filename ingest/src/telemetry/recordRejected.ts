/** Messages that were refused as a whole, of devices that have a room: the room shows that it is so. */
import type { Instant } from '@rooms-pro/core';
import { deviceId, foldDeviceId } from '@rooms-pro/core/contracts';
import { isUnreadable } from '@rooms-pro/store';
import type { RoomDeps } from '../deps.ts';
import { roomInUse } from '../devices/roomFinder.ts';
import type { MessageRead } from '../http/readEnvelope.ts';
import { applyTogether } from './applyMessage.ts';
import type { ReadMessage } from './readMessage.ts';

/** Notes what was refused, once for each device of which nothing else came; no room is made for it. */
export async function recordRejected(
  deps: RoomDeps,
  read: readonly MessageRead[],
  at: Instant,
  correlationId: string,
): Promise<void> {
  const heard = new Set(read.flatMap((one) => (one.ok ? [foldDeviceId(one.message.device)] : [])));
  for (const one of read) {
    if (one.ok || heard.has(foldDeviceId(one.device)) || !deviceId.safeParse(one.device).success)
      continue;
    heard.add(foldDeviceId(one.device));
    const { device, fault } = one;
    const message = { device, sentAt: at, seq: 0, items: [] };
    const rejected = { reason: fault.reason, isAll: true, signals: [] };
    const input = { kind: 'telemetry', device, readings: [], facts: [], rejected } as const;
    const whole: ReadMessage = { index: 0, message, items: [], input, isSignOfLife: false };
    await noteOne(deps, whole, at, correlationId);
  }
}

async function noteOne(
  deps: RoomDeps,
  message: ReadMessage,
  at: Instant,
  correlationId: string,
): Promise<void> {
  const { device } = message.message;
  try {
    const { roomId } = await roomInUse(deps, device);
    if (roomId !== null) await applyTogether(deps, roomId, [message], at, correlationId);
  } catch (error) {
    // A document in quarantine is named where it was found.
    if (!isUnreadable(error)) throw error;
  }
}
