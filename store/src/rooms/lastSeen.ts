/** When each room was last heard: kept in memory, written in pages, so a heartbeat costs no write. */
import { between, type Instant, instantAfter, type RoomId } from '@rooms-pro/core';
import { documentToReplace } from '../quarantine/reader.ts';
import type { Store } from '../store.ts';

export type LastSeen = {
  /** Takes over what was written, by this process earlier or by others; newer times here stay. */
  load(): Promise<void>;
  /** Notes that a room was heard; a time before the one known changes nothing. */
  heard(roomId: RoomId, at: Instant): void;
  /** When the room was last heard; `null`: never. */
  at(roomId: RoomId): Instant | null;
  /** Writes the pages in which something was heard since the last flush; answers how many. */
  flush(): Promise<number>;
  all(): Iterable<[RoomId, Instant]>;
};

/**
 * The stored form of a page, one 'lastSeen' document. What a write costs goes by its size, so a room
 * is a place in a list and its time a short number: `agoMs` before `latest`, `null` for never.
 */
type PageDocument = { readonly latest: Instant; readonly agoMs: readonly (number | null)[] };

type Page = {
  readonly id: string;
  readonly heard: Map<RoomId, Instant>;
  /** The version that was last read or written; `null`: there is none yet. */
  etag: string | null;
  isDirty: boolean;
};

/** About 16 kB a document: small enough to write whole, large enough to be written rarely. */
const roomsPerPage = 2000;

/** Starts with nothing heard; `load()` brings what the store remembers. */
export function createLastSeen(store: Store): LastSeen {
  const pages = new Map<string, Page>();
  let flushing: Promise<unknown> = Promise.resolve();

  function pageAt(id: string): Page {
    const page = pages.get(id) ?? { id, heard: new Map(), etag: null, isDirty: false };
    pages.set(id, page);
    return page;
  }

  async function flushDirty(): Promise<number> {
    let written = 0;
    for (const page of pages.values()) {
      if (page.isDirty && (await writePage(store, page))) written += 1;
    }
    return written;
  }

  return {
    async load() {
      for await (const { id, value, etag } of store.documents<PageDocument>('lastSeen')) {
        merge(pageAt(id), value, etag);
      }
    },
    heard(roomId, at) {
      const page = pageAt(pageIdOf(roomId));
      if (hear(page, roomId, at)) page.isDirty = true;
    },
    at: (roomId) => pages.get(pageIdOf(roomId))?.heard.get(roomId) ?? null,
    flush() {
      // One after the other: two writers of one page in one process would only be in each other's way.
      const flushed = flushing.then(flushDirty);
      flushing = flushed.catch(() => {});
      return flushed;
    },
    *all() {
      for (const page of pages.values()) yield* page.heard;
    },
  };
}

/** `room-2042` is on page 1. */
function pageIdOf(roomId: RoomId): string {
  return String(Math.floor(Number(roomId.slice('room-'.length)) / roomsPerPage));
}

function hear(page: Page, roomId: RoomId, at: Instant): boolean {
  const known = page.heard.get(roomId);
  if (known !== undefined && at <= known) return false;
  page.heard.set(roomId, at);
  return true;
}

/** Takes over a stored page; the later time of each room wins, and ours are still to be written. */
function merge(page: Page, stored: PageDocument, etag: string): void {
  page.etag = etag;
  for (const [roomId, at] of unpack(page.id, stored)) hear(page, roomId, at);
}

function pack(page: Page): PageDocument {
  const first = Number(page.id) * roomsPerPage;
  const agoMs: (number | null)[] = [];
  let latest: Instant = '';
  for (const at of page.heard.values()) if (at > latest) latest = at;
  for (const [roomId, at] of page.heard) {
    const place = Number(roomId.slice('room-'.length)) - first;
    while (agoMs.length <= place) agoMs.push(null);
    agoMs[place] = between(at, latest);
  }
  return { latest, agoMs };
}

function unpack(id: string, { latest, agoMs }: PageDocument): Map<RoomId, Instant> {
  const first = Number(id) * roomsPerPage;
  const heard = new Map<RoomId, Instant>();
  for (const [place, ms] of agoMs.entries()) {
    if (ms !== null) heard.set(`room-${first + place}`, instantAfter(latest, -ms));
  }
  return heard;
}

/** Answers whether something was written: another process may have written the same already. */
async function writePage(store: Store, page: Page): Promise<boolean> {
  // Cleared first: what is heard while the write is under way belongs to the next flush.
  page.isDirty = false;
  try {
    for (;;) {
      const put = await store.putDocument('lastSeen', page.id, pack(page), page.etag);
      if (put !== 'conflict') {
        page.etag = put.etag;
        return true;
      }
      if (await isCovered(store, page)) return false;
    }
  } catch (error) {
    page.isDirty = true;
    throw error;
  }
}

/** Merges what somebody else wrote; true when that already holds everything we know. */
async function isCovered(store: Store, page: Page): Promise<boolean> {
  // Times that cannot be read are heard again within minutes: the page is written anew over them.
  const { value, etag } = await documentToReplace<PageDocument>(store, 'lastSeen', page.id);
  if (value === null || etag === null) {
    page.etag = etag;
    return false;
  }
  merge(page, value, etag);
  const written = unpack(page.id, value);
  for (const [roomId, at] of page.heard) if (written.get(roomId) !== at) return false;
  return true;
}
