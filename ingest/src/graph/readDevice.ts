/** Turns the state of one device at Graph into the items of a message. */
import { createHash } from 'node:crypto';
import { type Instant, type ReadingState, readItem } from '@rooms-pro/core';
import type { Json } from './graphClient.ts';
import type { ListedDevice } from './listDevices.ts';

/** A device with its health; `null`: Graph has no health, or it is unreadable in this run. */
export type DeviceHealth = {
  readonly device: ListedDevice;
  readonly health: Json | null;
};

/** The telemetry of a device. */
export type DeviceTelemetry = {
  readonly items: readonly unknown[];
  /** Identifies this state: an equal mark means that the state has not changed. */
  readonly mark: string;
  /** Whether Graph reports the device as reachable; `null`: Graph reports nothing. */
  readonly connection: ReadingState | null;
};

/** Reads the connection from the health, or from the list if the health does not contain it. */
export function deviceTelemetry({ device, health }: DeviceHealth, now: Instant): DeviceTelemetry {
  const healthItem = health === null ? null : graphItem(health);
  const reported = connectionIn(healthItem, now);
  if (reported !== null)
    return { items: [healthItem], mark: toMark([health]), connection: reported };
  const deviceItem = graphItem(device.body);
  const listed = connectionIn(deviceItem, now);
  const items = [healthItem, ...(listed === null ? [] : [deviceItem])].filter(
    (item) => item !== null,
  );
  return { items, mark: toMark([health, listed]), connection: listed };
}

function graphItem(body: Json) {
  return { form: 'graph-health', body };
}

function connectionIn(item: unknown, now: Instant): ReadingState | null {
  if (item === null) return null;
  const { readings } = readItem(item, now);
  return readings.find(({ signal }) => signal === 'connection')?.state ?? null;
}

function toMark(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}
