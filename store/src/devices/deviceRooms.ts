/**
 * In which room a device stands. A 'device' document is found under the folded id of its device.
 * Earlier versions wrote it under the id as it was spelled: those documents stay and are found too.
 */
import { foldDeviceId, type RoomId } from '@rooms-pro/core';
import type { Store } from '../store.ts';

/** The 'device' document: which room a device stands in. */
export type DeviceDocument = { readonly roomId: RoomId };

/** Spellings with upper case that earlier versions wrote, by the folded id. Read once for each store. */
const spelledByStore = new WeakMap<Store, Promise<ReadonlyMap<string, readonly string[]>>>();

/**
 * The rooms of a device, without repetition. There are several only where an earlier version took two
 * spellings for two devices: then the room of this spelling comes first, and the older rooms follow.
 */
export async function roomsOfDevice(store: Store, device: string): Promise<readonly RoomId[]> {
  const documents = await documentsOf(store, device);
  const numberOf = (roomId: RoomId) => Number(roomId.slice('room-'.length));
  const others = documents
    .filter(({ id }) => id !== device)
    .map(({ roomId }) => roomId)
    .toSorted((one, other) => numberOf(one) - numberOf(other));
  const own = documents.filter(({ id }) => id === device).map(({ roomId }) => roomId);
  return [...new Set([...own, ...others])];
}

/** Claims a room for a device that has none. False: another process was faster. */
export async function claimRoom(store: Store, device: string, roomId: RoomId): Promise<boolean> {
  const claim: DeviceDocument = { roomId };
  return (await store.putDocument('device', foldDeviceId(device), claim, null)) !== 'conflict';
}

/** Puts a device into a room, in all its spellings. Returns the rooms that it leaves. */
export async function assignDeviceToRoom(
  store: Store,
  device: string,
  roomId: RoomId,
): Promise<readonly RoomId[]> {
  const documents = await documentsOf(store, device);
  const ids = new Set([foldDeviceId(device), ...documents.map(({ id }) => id)]);
  for (const id of ids) {
    const isThere = documents.some((one) => one.id === id && one.roomId === roomId);
    if (!isThere) await store.putDocument<DeviceDocument>('device', id, { roomId });
  }
  return [...new Set(documents.map((one) => one.roomId))].filter((one) => one !== roomId);
}

async function documentsOf(store: Store, device: string) {
  const folded = foldDeviceId(device);
  const found = new Map<string, RoomId>();
  const read = async (id: string): Promise<void> => {
    if (found.has(id)) return;
    const stored = await store.document<DeviceDocument>('device', id);
    if (stored !== null) found.set(id, stored.value.roomId);
  };
  await read(folded);
  if (device !== folded) await read(device);
  for (const id of (await spellings(store)).get(folded) ?? []) await read(id);
  return [...found].map(([id, roomId]) => ({ id, roomId }));
}

function spellings(store: Store): Promise<ReadonlyMap<string, readonly string[]>> {
  const known = spelledByStore.get(store);
  if (known !== undefined) return known;
  const reading = readSpellings(store);
  spelledByStore.set(store, reading);
  reading.catch(() => spelledByStore.delete(store));
  return reading;
}

async function readSpellings(store: Store): Promise<ReadonlyMap<string, readonly string[]>> {
  const ids = new Set<string>();
  for await (const { id } of store.documents<DeviceDocument>('device')) ids.add(id);
  // The list passes over a document in quarantine, but its device must not get another room.
  for (const { kind, id } of store.quarantine.list()) if (kind === 'device') ids.add(id);
  const spelled = [...ids].filter((id) => foldDeviceId(id) !== id);
  return Map.groupBy(spelled, foldDeviceId);
}
