/** A spool in memory for simulated devices; its messages are lost when the process ends. */
import type { Spool, SpooledMessage } from './spool.ts';

/** Stores at most `mostMessages` messages; drops the oldest and counts them. */
export function createMemorySpool(mostMessages = 1_000): Spool {
  const kept: SpooledMessage[] = [];
  let lastSeq = 0;
  let confirmed = 0;
  let dropped = 0;
  let aside = 0;
  return {
    append(items) {
      lastSeq += 1;
      kept.push({ seq: lastSeq, items });
      if (kept.length > mostMessages) {
        kept.shift();
        dropped += 1;
      }
      return lastSeq;
    },
    nextSeq() {
      lastSeq += 1;
      return lastSeq;
    },
    peek: (most) => kept.slice(0, most),
    confirm(seq) {
      confirmed = Math.max(confirmed, seq);
      const next = kept.findIndex((message) => message.seq > seq);
      kept.splice(0, next === -1 ? kept.length : next);
    },
    confirmed: () => confirmed,
    quarantine() {
      aside += 1;
    },
    state: () => ({ waiting: kept.length, dropped, setAside: aside }),
    close() {},
  };
}
