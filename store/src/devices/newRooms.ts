/**
 * Counts the rooms that each gateway has created in this hour, and lists the devices that wait for the
 * next hour. One small document, so that the limit applies to all processes and across restarts.
 */
import { coalesce } from '@rooms-pro/async';
import { foldDeviceId, type Instant, instantAfter, isSameDevice } from '@rooms-pro/core';
import { newRoomsLimits, type PendingRoomsDocument, readNewRooms } from '@rooms-pro/core/contracts';
import type { Store } from '../store.ts';
import { updateDocument } from '../updateDocument.ts';

/** A gateway that reports unknown devices. */
export type Gateway = { readonly id: string; readonly name: string };

export type NewRooms = {
  /**
   * Reserves one new room for a device, from the hourly limit of its gateway. False: the device waits, and
   * is on the list until its room exists. Throws a `StoreError`.
   */
  take(gateway: Gateway, device: string, now: Instant): Promise<boolean>;
};

type Request = { readonly gateway: Gateway; readonly device: string; readonly now: Instant };

const hourMs = 3_600_000;
/** A waiting device is written again after this time, so that the list shows which devices still send. */
const noteIntervalMs = 10 * 60_000;
const maxWaiting = 10_000;
/** Several processes may write at the same time; after this many lost races the sender tries again. */
const maxRaces = 20;

/** Reads the waiting devices, without devices that have sent nothing for a day. */
export async function listNewRooms(store: Store, now: Instant): Promise<PendingRoomsDocument> {
  const document = readNewRooms((await store.document('setting', 'newRooms'))?.value);
  const since = instantAfter(now, -24 * hourMs);
  return { ...document, devices: document.devices.filter(({ lastAt }) => lastAt > since) };
}

/** Opens the count with a limit of `perHour` rooms per gateway. */
export function openNewRooms(store: Store, perHour: number): NewRooms {
  /** Until when a device needs no read from the store, because its gateway has used up its limit. */
  const waitingUntil = new Map<string, Instant>();

  /** Requests during a write share the next write. */
  const request = coalesce(async (requests: readonly Request[]) => {
    const take = (stored: unknown) => {
      const before = readNewRooms(stored);
      const { document, verdicts } = settle(before, requests, perHour);
      return { put: document === before ? null : document, answer: verdicts };
    };
    return (await updateDocument(store, 'setting', 'newRooms', take, { maxRaces })).answer;
  });

  return {
    async take(gateway, device, now) {
      const key = `${gateway.id} ${foldDeviceId(device)}`;
      const until = waitingUntil.get(key);
      if (until !== undefined && now < until) return false;
      const isReserved = await request({ gateway, device, now });
      if (waitingUntil.size >= maxWaiting) waitingUntil.clear();
      if (isReserved) waitingUntil.delete(key);
      else waitingUntil.set(key, instantAfter(now, noteIntervalMs));
      return isReserved;
    },
  };
}

/** Gives each request a room within the limit, or an entry on the list. */
function settle(before: PendingRoomsDocument, requests: readonly Request[], perHour: number) {
  let document = before;
  const verdicts = requests.map((one) => {
    const { gateway, device, now } = one;
    const hours = document.hours.filter(({ from }) => now < instantAfter(from, hourMs));
    const own = hours.find(({ id }) => id === gateway.id) ?? { id: gateway.id, from: now, made: 0 };
    if (own.made >= perHour) {
      document = list(document, one);
      return false;
    }
    const made = { ...own, made: own.made + 1 };
    const devices = document.devices.filter((other) => !isSameDevice(other.device, device));
    const isCut = document.isCut && devices.length > 0;
    const others = hours.filter(({ id }) => id !== gateway.id);
    document = { hours: [...others, made].slice(-newRoomsLimits.gateways), devices, isCut };
    return true;
  });
  return { document, verdicts };
}

/** The document with this device on the list, or with `isCut` if the list is full. */
function list(
  document: PendingRoomsDocument,
  { gateway, device, now }: Request,
): PendingRoomsDocument {
  const known = document.devices.find((one) => isSameDevice(one.device, device));
  const since = instantAfter(now, -24 * hourMs);
  const others = document.devices.filter((one) => one !== known && one.lastAt > since);
  if (others.length >= newRoomsLimits.devices)
    return document.isCut ? document : { ...document, isCut: true };
  const spelled = known?.device ?? device;
  const entry = {
    device: spelled,
    gateway: gateway.name,
    firstAt: known?.firstAt ?? now,
    lastAt: now,
  };
  return { ...document, devices: [...others, entry] };
}
