/** The time of each room's last message: in memory, and written in pages, so that a heartbeat costs no write. */
import { inTurn } from '@rooms-pro/async';
import { between, type Instant, instantAfter, type RoomId } from '@rooms-pro/core';
import type { Store } from '../store.ts';
import { updateDocument } from '../updateDocument.ts';

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

const noTimes: PageDocument = { latest: '', agoMs: [] };

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
  /** Two writers of one page in one process would conflict. */
  const oneAfterAnother = inTurn();

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
        const page = pageAt(id);
        page.etag = etag;
        mergeTimes(page, value);
      }
    },
    heard(roomId, at) {
      const page = pageAt(toPageId(roomId));
      if (record(page, roomId, at)) page.isDirty = true;
    },
    at: (roomId) => pages.get(toPageId(roomId))?.heard.get(roomId) ?? null,
    flush: () => oneAfterAnother(flushDirty),
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
function mergeTimes(page: Page, stored: PageDocument): void {
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
  const { etag: knownEtag } = page;
  const merged = (stored: PageDocument | null, etag: string | null) => {
    if (stored === null || etag === knownEtag) return { put: pack(page), answer: null };
    // The page of another process.
    mergeTimes(page, stored);
    return { put: covers(stored, page) ? null : pack(page), answer: null };
  };
  // The times in memory contain the known version, so its value is not needed.
  const known = () => (knownEtag === null ? null : { value: noTimes, etag: knownEtag });
  // Rooms send again within minutes, so an unreadable page is simply replaced.
  const options = { known, replacesUnreadable: true };
  try {
    const { stored, isWritten } = await updateDocument(store, 'lastSeen', page.id, merged, options);
    page.etag = stored?.etag ?? null;
    return isWritten;
  } catch (error) {
    page.isDirty = true;
    throw error;
  }
}

/** Whether a stored page already has all our times. */
function covers(stored: PageDocument, page: Page): boolean {
  const written = unpack(page.id, stored);
  for (const [roomId, at] of page.heard) if (written.get(roomId) !== at) return false;
  return true;
}
