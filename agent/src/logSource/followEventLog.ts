/** Follows the Windows event log of Teams Rooms: queries `wevtutil` for the records after a bookmark. */
import { z } from 'zod';
import { type PersistedValue, persistInFile } from '../durable.ts';
import { errorReason, type OnEvent } from '../log.ts';
import type { Wait } from '../loop/wait.ts';
import type { ProgramResult } from '../runProgram.ts';
import { type Bookmark, compareWithBookmark } from './bookmark.ts';
import { createLogHealth, explainExit } from './logHealth.ts';
import type { LogSource, ObservedEvent } from './logSource.ts';
import { type LogRecord, readEvents } from './readEvents.ts';

export type EventLogDeps = {
  /** Runs `wevtutil` with these arguments; never rejects. */
  readonly wevtutil: (args: readonly string[]) => Promise<ProgramResult>;
  readonly bookmark: PersistedValue<Bookmark>;
  readonly everyMs: number;
  readonly wait: Wait;
  readonly quarantine: (what: unknown, reason: string) => void;
  readonly onEvent: OnEvent;
};

const log = 'Skype Room System';
const source = "Provider[@Name='SRS-App']";
const maxRecords = 200;
/** On its first start the Monitoring Software reads only the last hour, not the whole history. */
const firstLookMs = 3_600_000;

const bookmarkSchema = z.object({
  recordId: z.number().int().nonnegative(),
  observedAt: z.string(),
});

/** Stores the bookmark in a file. */
export function keepBookmark(file: string): PersistedValue<Bookmark> {
  return persistInFile(file, (value) => bookmarkSchema.safeParse(value).data ?? null);
}

/** The arguments of `wevtutil` that print the oldest matching records first, or only the newest record. */
export function queryArgs(condition: string, newest = false): string[] {
  return [
    'qe',
    log,
    `/q:*[System[${source}${condition}]]`,
    '/f:xml',
    `/rd:${newest}`,
    `/c:${newest ? 1 : maxRecords}`,
    '/uni:true',
  ];
}

/** Decodes the output. With `/uni:true` Windows prints UTF-16; without a byte order mark a zero byte shows it. */
export function decodeOutput(output: Buffer): string {
  const isWide = output[0] === 0xff || (output.length > 1 && output[1] === 0);
  return output.toString(isWide ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '');
}

/** Creates the log source. */
export function followEventLog(deps: EventLogDeps): LogSource {
  const { bookmark, onEvent } = deps;
  const health = createLogHealth();
  /** The malformed events of the last query; the next query may return them again. */
  let quarantinedBefore: ReadonlySet<string> = new Set();

  async function query(condition: string, newest = false): Promise<readonly LogRecord[]> {
    const { code, output } = await deps.wevtutil(queryArgs(condition, newest));
    const reason = explainExit(code);
    if (reason !== null) {
      health.markUnreadable(reason);
      throw new Error(reason);
    }
    const { records, malformed } = readEvents(decodeOutput(output));
    if (records.length > 0 || malformed.length === 0) health.markReadable();
    else health.markUnreadable('Windows returns text that is not an event of the log.');
    const unseen = malformed.filter(({ text }) => !quarantinedBefore.has(text));
    for (const { text, reason } of unseen) deps.quarantine(text, reason);
    if (unseen.length > 0) onEvent('log.unreadable', { events: unseen.length });
    quarantinedBefore = new Set(malformed.map(({ text }) => text));
    return records;
  }

  /** Reads the records that are newer than the bookmark. */
  async function readNew(at: Bookmark | null): Promise<readonly LogRecord[]> {
    if (at === null) return query(` and TimeCreated[timediff(@SystemTime) <= ${firstLookMs}]`);
    const found = compareWithBookmark(at, await query(` and (EventRecordID >= ${at.recordId})`));
    if (found.kind === 'new') return found.records;
    if (found.kind === 'empty') {
      const [newest] = await query('', true);
      if (newest === undefined || newest.recordId >= at.recordId) return [];
    }
    onEvent('log.restarted', { recordId: at.recordId });
    return query('');
  }

  async function step(onEvents: (events: readonly ObservedEvent[]) => void): Promise<boolean> {
    const records = await readNew(bookmark.read());
    const last = records.at(-1);
    if (last === undefined) return false;
    const events = records.flatMap(({ event, observedAt }) =>
      event === null ? [] : [{ event, observedAt }],
    );
    onEvents(events);
    // Written last: the spool already contains all events before the bookmark.
    bookmark.write({ recordId: last.recordId, observedAt: last.observedAt });
    return records.length >= maxRecords - 1;
  }

  return {
    async follow(onEvents, stopped) {
      while (!stopped.aborted) {
        const hasMore = await step(onEvents).catch((error: unknown) => {
          onEvent('log.failed', { reason: errorReason(error) });
          return false;
        });
        if (!hasMore) await deps.wait(deps.everyMs, stopped);
      }
    },
    observation: health.observation,
  };
}
