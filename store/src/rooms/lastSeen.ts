/** The time of each room's last message: in memory, and written in pages, so that a heartbeat costs no write. */
import { between, type Instant, instantAfter, type RoomId } from '@rooms-pro/core';
import { documentToReplace } from '../quarantine/reader.ts';
import type { Store } from '../store.ts';

export type LastSeen = {
  /** Loads the stored times, of this process or others; newer times in memory remain. */
  load(): Promise<void>;
  /** Records a message of a room; a time before the recorded time changes nothing. */
  heard(roomId: RoomId, at: Instant): void;
  /** The time of the room's last message; `null`: never. */
  at(roomId: RoomId): Instant | null;
  /** Writes the pages with messages since the last flush; returns the number of pages. */
  flush(): Promise<number>;
  all(): Iterable<[RoomId, Instant]>;
};

/**
 * The stored form of a page, one 'lastSeen' document. The cost of a write depends on its size, so a room
 * is a position in a list and its time a short number: `agoMs` before `latest`, `null` for never.
 */
type PageDocument = { readonly latest: Instant; readonly agoMs: readonly (number | null)[] };

type Page = {
  readonly id: string;
  readonly heard: Map<RoomId, Instant>;
  /** The version that was last read or written; `null`: the document does not exist yet. */
  etag: string | null;
  isDirty: boolean;
};

/** About 16 kB per document: small enough to write whole, large enough for few writes. */
const roomsPerPage = 2000;

/** Starts without times; `load()` reads the stored times. */
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
      const page = pageAt(toPageId(roomId));
      if (record(page, roomId, at)) page.isDirty = true;
    },
    at: (roomId) => pages.get(toPageId(roomId))?.heard.get(roomId) ?? null,
    flush() {
      // Flushes run one after another: two writers of one page in one process would conflict.
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
function toPageId(roomId: RoomId): string {
  return String(Math.floor(Number(roomId.slice('room-'.length)) / roomsPerPage));
}

function record(page: Page, roomId: RoomId, at: Instant): boolean {
  const known = page.heard.get(roomId);
  if (known !== undefined && at <= known) return false;
  page.heard.set(roomId, at);
  return true;
}

/** Merges a stored page; the later time of each room wins, and our later times still need a write. */
function merge(page: Page, stored: PageDocument, etag: string): void {
  page.etag = etag;
  for (const [roomId, at] of unpack(page.id, stored)) record(page, roomId, at);
}

function pack(page: Page): PageDocument {
  const first = Number(page.id) * roomsPerPage;
  const agoMs: (number | null)[] = [];
  let latest: Instant = '';
  for (const at of page.heard.values()) if (at > latest) latest = at;
  for (const [roomId, at] of page.heard) {
    const position = Number(roomId.slice('room-'.length)) - first;
    while (agoMs.length <= position) agoMs.push(null);
    agoMs[position] = between(at, latest);
  }
  return { latest, agoMs };
}

function unpack(id: string, { latest, agoMs }: PageDocument): Map<RoomId, Instant> {
  const first = Number(id) * roomsPerPage;
  const heard = new Map<RoomId, Instant>();
  for (const [position, ms] of agoMs.entries()) {
    if (ms !== null) heard.set(`room-${first + position}`, instantAfter(latest, -ms));
  }
  return heard;
}

/** Returns whether it wrote the page: another process may have written the same times already. */
async function writePage(store: Store, page: Page): Promise<boolean> {
  // Cleared first: messages during the write belong to the next flush.
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

/** Merges the page of another process; true when that page already has all our times. */
async function isCovered(store: Store, page: Page): Promise<boolean> {
  // Rooms send again within minutes, so an unreadable page is simply replaced.
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
