/**
 * How many rooms gateways have made in this hour, and which devices wait for the next: one small
 * document, so that it holds for all processes and over restarts.
 */
import { foldDeviceId, type Instant, instantAfter, isSameDevice } from '@rooms-pro/core';
import { newRoomsLimits, type PendingRoomsDocument, readNewRooms } from '@rooms-pro/core/contracts';
import type { Store } from '../store.ts';
import { StoreError } from '../storeError.ts';

/** Who names devices that are not known. */
export type Gateway = { readonly id: string; readonly name: string };

export type NewRooms = {
  /**
   * Takes one new room of this gateway's hour for a device. False: the device waits, and is listed
   * until its room is made. Throws a `StoreError`.
   */
  take(gateway: Gateway, device: string, now: Instant): Promise<boolean>;
};

type Asked = { readonly gateway: Gateway; readonly device: string; readonly now: Instant };

const hourMs = 3_600_000;
/** A device that waits is written again after so long, so that the list shows who still sends. */
const notesAgainMs = 10 * 60_000;
const mostNoted = 10_000;
/** Several processes may write at once; after that many lost races the sender tries again. */
const tries = 20;

/** Reads which devices wait; those that have not sent for a day wait no longer. */
export async function listNewRooms(store: Store, now: Instant): Promise<PendingRoomsDocument> {
  const book = readNewRooms((await store.document('setting', 'newRooms'))?.value);
  const since = instantAfter(now, -24 * hourMs);
  return { ...book, devices: book.devices.filter(({ lastAt }) => lastAt > since) };
}

/** Opens the book with so many rooms in an hour for each gateway. */
export function openNewRooms(store: Store, perHour: number): NewRooms {
  /** Until when a device needs no look in the store: its gateway has no room left. */
  const noted = new Map<string, Instant>();

  async function write(asked: readonly Asked[]): Promise<readonly boolean[]> {
    for (let left = tries; left > 0; left -= 1) {
      const found = await store.document<unknown>('setting', 'newRooms');
      const before = readNewRooms(found?.value);
      const { book, verdicts } = settle(before, asked, perHour);
      const put = () => store.putDocument('setting', 'newRooms', book, found?.etag ?? null);
      if (book !== before && (await put()) === 'conflict') continue;
      return verdicts;
    }
    throw new StoreError(
      'contended',
      'The count of new rooms was written by others again and again.',
    );
  }

  const ask = createGathering(write);

  return {
    async take(gateway, device, now) {
      const place = `${gateway.id} ${foldDeviceId(device)}`;
      const until = noted.get(place);
      if (until !== undefined && now < until) return false;
      const isTaken = await ask({ gateway, device, now });
      if (noted.size >= mostNoted) noted.clear();
      if (isTaken) noted.delete(place);
      else noted.set(place, instantAfter(now, notesAgainMs));
      return isTaken;
    },
  };
}

/** Gives each who asks a room of the hour, or a place on the list. */
function settle(before: PendingRoomsDocument, asked: readonly Asked[], perHour: number) {
  let book = before;
  const verdicts = asked.map((one) => {
    const { gateway, device, now } = one;
    const hours = book.hours.filter(({ from }) => now < instantAfter(from, hourMs));
    const own = hours.find(({ id }) => id === gateway.id) ?? { id: gateway.id, from: now, made: 0 };
    if (own.made >= perHour) {
      book = list(book, one);
      return false;
    }
    const made = { ...own, made: own.made + 1 };
    const devices = book.devices.filter((other) => !isSameDevice(other.device, device));
    const isCut = book.isCut && devices.length > 0;
    const others = hours.filter(({ id }) => id !== gateway.id);
    book = { hours: [...others, made].slice(-newRoomsLimits.gateways), devices, isCut };
    return true;
  });
  return { book, verdicts };
}

/** The book with this device on the list, or with the note that there are more. */
function list(book: PendingRoomsDocument, { gateway, device, now }: Asked): PendingRoomsDocument {
  const known = book.devices.find((one) => isSameDevice(one.device, device));
  const since = instantAfter(now, -24 * hourMs);
  const others = book.devices.filter((one) => one !== known && one.lastAt > since);
  if (others.length >= newRoomsLimits.devices) return book.isCut ? book : { ...book, isCut: true };
  const spelled = known?.device ?? device;
  const entry = {
    device: spelled,
    gateway: gateway.name,
    firstAt: known?.firstAt ?? now,
    lastAt: now,
  };
  return { ...book, devices: [...others, entry] };
}

/** Those who ask while a write is under way share the next one. */
function createGathering(write: (asked: readonly Asked[]) => Promise<readonly boolean[]>) {
  let writing: Promise<unknown> = Promise.resolve();
  let next: { readonly asked: Asked[]; readonly verdicts: Promise<readonly boolean[]> } | null =
    null;
  return async (one: Asked): Promise<boolean> => {
    if (next === null) {
      const asked: Asked[] = [];
      const begin = () => {
        next = null;
        return write(asked);
      };
      const verdicts = writing.then(begin, begin);
      writing = verdicts.catch(() => {});
      next = { asked, verdicts };
    }
    const { asked, verdicts } = next;
    const index = asked.push(one) - 1;
    return (await verdicts)[index] ?? false;
  };
}
