/** What Graph says of one device becomes a message like any other, or nothing when nothing is new. */
import { createHash } from 'node:crypto';
import { type Instant, type ReadingState, readItem } from '@rooms-pro/core';
import type { Json } from './graphClient.ts';
import type { ListedDevice } from './listDevices.ts';

/** A device with its health; `null`: Graph knows of none, or it could not be read this time. */
export type DeviceHealth = {
  readonly device: ListedDevice;
  readonly health: Json | null;
};

/** What is to be passed on about a device. */
export type DeviceTelemetry = {
  readonly items: readonly unknown[];
  /** Tells this news from other; the same again need not be passed on. */
  readonly mark: string;
  /** Whether Graph says that the device can be reached; `null`: Graph does not know. */
  readonly connection: ReadingState | null;
};

/** Where health says nothing of the connection, the list may: healthy or offline. */
export function deviceTelemetry({ device, health }: DeviceHealth, now: Instant): DeviceTelemetry {
  const ofHealth = health === null ? null : graphItem(health);
  const told = connectionIn(ofHealth, now);
  if (told !== null) return { items: [ofHealth], mark: markOf([health]), connection: told };
  const ofDevice = graphItem(device.body);
  const listed = connectionIn(ofDevice, now);
  const items = [ofHealth, ...(listed === null ? [] : [ofDevice])].filter((item) => item !== null);
  return { items, mark: markOf([health, listed]), connection: listed };
}

function graphItem(body: Json) {
  return { form: 'graph-health', body };
}

function connectionIn(item: unknown, now: Instant): ReadingState | null {
  if (item === null) return null;
  const { readings } = readItem(item, now);
  return readings.find(({ signal }) => signal === 'connection')?.state ?? null;
}

function markOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}
