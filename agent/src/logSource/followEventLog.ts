/** Follows the Windows event log of Teams Rooms, by asking `wevtutil` for what came after a bookmark. */
import { z } from 'zod';
import { type Keep, keepInFile } from '../durable.ts';
import { type OnEvent, reasonOf } from '../log.ts';
import type { Wait } from '../loop/wait.ts';
import type { Ran } from '../runProgram.ts';
import { type Bookmark, evaluateLook } from './bookmark.ts';
import { createLogHealth, explainExit } from './logHealth.ts';
import type { LogSource, ObservedEvent } from './logSource.ts';
import { type LogRecord, readEvents } from './readEvents.ts';

export type EventLogDeps = {
  /** Runs `wevtutil` with these arguments; never rejects. */
  readonly wevtutil: (args: readonly string[]) => Promise<Ran>;
  readonly bookmark: Keep<Bookmark>;
  readonly everyMs: number;
  readonly wait: Wait;
  readonly setAside: (what: unknown, reason: string) => void;
  readonly onEvent: OnEvent;
};

const log = 'Skype Room System';
const source = "Provider[@Name='SRS-App']";
const mostAtOnce = 200;
/** On its first start the Monitoring Software takes what happened lately, not years of history. */
const firstLookMs = 3_600_000;

const bookmarkSchema = z.object({
  recordId: z.number().int().nonnegative(),
  observedAt: z.string(),
});

/** Keeps the bookmark in a file. */
export function keepBookmark(file: string): Keep<Bookmark> {
  return keepInFile(file, (value) => bookmarkSchema.safeParse(value).data ?? null);
}

/** The arguments of `wevtutil` for the oldest matching records first, or the newest one. */
export function queryArgs(condition: string, newest = false): string[] {
  return [
    'qe',
    log,
    `/q:*[System[${source}${condition}]]`,
    '/f:xml',
    `/rd:${newest}`,
    `/c:${newest ? 1 : mostAtOnce}`,
    '/uni:true',
  ];
}

/** With `/uni:true` Windows prints UTF-16; without a mark it is told by its zero bytes. */
export function decodeOutput(output: Buffer): string {
  const isWide = output[0] === 0xff || (output.length > 1 && output[1] === 0);
  return output.toString(isWide ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '');
}

/** Makes the source. */
export function followEventLog(deps: EventLogDeps): LogSource {
  const { bookmark, onEvent } = deps;
  const health = createLogHealth();
  /** What was set aside by the last look; it may stand there again at the next. */
  let asideBefore: ReadonlySet<string> = new Set();

  async function query(condition: string, newest = false): Promise<readonly LogRecord[]> {
    const { code, output } = await deps.wevtutil(queryArgs(condition, newest));
    const reason = explainExit(code);
    if (reason !== null) {
      health.cannotRead(reason);
      throw new Error(reason);
    }
    const { records, malformed } = readEvents(decodeOutput(output));
    if (records.length > 0 || malformed.length === 0) health.canRead();
    else health.cannotRead('Windows returns text that is not an event of the log.');
    const news = malformed.filter(({ text }) => !asideBefore.has(text));
    for (const { text, reason } of news) deps.setAside(text, reason);
    if (news.length > 0) onEvent('log.unreadable', { events: news.length });
    asideBefore = new Set(malformed.map(({ text }) => text));
    return records;
  }

  /** What is new in the log since the bookmark. */
  async function look(at: Bookmark | null): Promise<readonly LogRecord[]> {
    if (at === null) return query(` and TimeCreated[timediff(@SystemTime) <= ${firstLookMs}]`);
    const found = evaluateLook(at, await query(` and (EventRecordID >= ${at.recordId})`));
    if (found.kind === 'new') return found.records;
    if (found.kind === 'empty') {
      const [newest] = await query('', true);
      if (newest === undefined || newest.recordId >= at.recordId) return [];
    }
    onEvent('log.restarted', { recordId: at.recordId });
    return query('');
  }

  async function step(take: (events: readonly ObservedEvent[]) => void): Promise<boolean> {
    const records = await look(bookmark.read());
    const last = records.at(-1);
    if (last === undefined) return false;
    const events = records.flatMap(({ event, observedAt }) =>
      event === null ? [] : [{ event, observedAt }],
    );
    take(events);
    // Only now: what the bookmark has passed is in the spool.
    bookmark.write({ recordId: last.recordId, observedAt: last.observedAt });
    return records.length >= mostAtOnce - 1;
  }

  return {
    async follow(take, stopped) {
      while (!stopped.aborted) {
        const hasMore = await step(take).catch((error: unknown) => {
          onEvent('log.failed', { reason: reasonOf(error) });
          return false;
        });
        if (!hasMore) await deps.wait(deps.everyMs, stopped);
      }
    },
    judge: health.judge,
  };
}
