/**
 * The room of each device. The id of a 'device' document is the folded id of its device. Earlier versions
 * used the id as spelled: those documents remain, and the lookup finds them too.
 */
import { type KeptResult, keepResult } from '@rooms-pro/async';
import { foldDeviceId, type RoomId } from '@rooms-pro/core';
import type { Store } from '../store.ts';

/** The 'device' document: the room of a device. */
export type DeviceDocument = { readonly roomId: RoomId };

/** Spellings with upper case that earlier versions wrote, by folded id. Read once per store. */
const spelledByStore = new WeakMap<Store, KeptResult<ReadonlyMap<string, readonly string[]>>>();

/**
 * The rooms of a device, without repetition. A device has several rooms only where an earlier version
 * treated two spellings as two devices: the room of this spelling comes first, then the older rooms.
 */
export async function roomsOfDevice(store: Store, device: string): Promise<readonly RoomId[]> {
  const documents = await findDocuments(store, device);
  const roomNumber = (roomId: RoomId) => Number(roomId.slice('room-'.length));
  const others = documents
    .filter(({ id }) => id !== device)
    .map(({ roomId }) => roomId)
    .toSorted((one, other) => roomNumber(one) - roomNumber(other));
  const own = documents.filter(({ id }) => id === device).map(({ roomId }) => roomId);
  return [...new Set([...own, ...others])];
}

/** Claims a room for a device without a room. False: another process was faster. */
export async function claimRoom(store: Store, device: string, roomId: RoomId): Promise<boolean> {
  const claim: DeviceDocument = { roomId };
  return (await store.putDocument('device', foldDeviceId(device), claim, null)) !== 'conflict';
}

/** Assigns a device to a room, in all its spellings. Returns the rooms that the device leaves. */
export async function assignDeviceToRoom(
  store: Store,
  device: string,
  roomId: RoomId,
): Promise<readonly RoomId[]> {
  const documents = await findDocuments(store, device);
  const ids = new Set([foldDeviceId(device), ...documents.map(({ id }) => id)]);
  for (const id of ids) {
    const isAssigned = documents.some((one) => one.id === id && one.roomId === roomId);
    if (!isAssigned) await store.putDocument<DeviceDocument>('device', id, { roomId });
  }
  return [...new Set(documents.map((one) => one.roomId))].filter((one) => one !== roomId);
}

async function findDocuments(store: Store, device: string) {
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
  const read = spelledByStore.get(store) ?? keepResult(() => readSpellings(store));
  spelledByStore.set(store, read);
  return read();
}

async function readSpellings(store: Store): Promise<ReadonlyMap<string, readonly string[]>> {
  const ids = new Set<string>();
  for await (const { id } of store.documents<DeviceDocument>('device')) ids.add(id);
  // The list skips documents in quarantine, but their devices must not get another room.
  for (const { kind, id } of store.quarantine.list()) if (kind === 'device') ids.add(id);
  const spelled = [...ids].filter((id) => foldDeviceId(id) !== id);
  return Map.groupBy(spelled, foldDeviceId);
}
