/** A summary of a room's events apart from its failures: versions, readings and responses. */
import type { Change, RoomEvent } from '../change.ts';
import type { Instant, SignalId, TicketNumber } from '../words.ts';

/** The latest change of one piece of software on one device. */
export type VersionChange = Omit<Extract<Change, { type: 'software.changed' }>, 'type'> & {
  readonly at: Instant;
};

/** How often the reading of a signal changed, and the time of the last change. */
export type ReadingChanges = {
  readonly signal: SignalId;
  readonly changes: number;
  readonly lastAt: Instant;
};

/** `open`: telemetry has not shown yet whether the response worked. */
export type ResponseOutcome = 'worked' | 'failed' | 'open';

export type PastResponse = {
  readonly at: Instant;
  readonly by: string;
  readonly signal: SignalId;
  readonly ticket: TicketNumber;
  readonly notes: string;
  readonly outcome: ResponseOutcome;
};

export type RoomPast = {
  readonly versions: readonly VersionChange[];
  readonly readings: readonly ReadingChanges[];
  /** Newest first. */
  readonly responses: readonly PastResponse[];
};

/** Summarises events. They are sorted newest first, as the store returns them. */
export function roomPast(events: readonly RoomEvent[]): RoomPast {
  const versions = new Map<string, VersionChange>();
  const readings = new Map<SignalId, ReadingChanges>();
  const outcomes = new Map<string, ResponseOutcome>();
  const responses: PastResponse[] = [];
  for (const event of events) {
    const { at } = event;
    for (const change of event.changes.toReversed()) {
      if (change.type === 'software.changed') {
        const key = `${change.device} ${change.what}`;
        const { device, what, before, after } = change;
        if (!versions.has(key)) versions.set(key, { device, what, before, after, at });
      } else if (change.type === 'reading.changed' && change.before !== null) {
        const known = readings.get(change.signal) ?? { changes: 0, lastAt: at };
        const { lastAt } = known;
        readings.set(change.signal, { signal: change.signal, changes: known.changes + 1, lastAt });
      } else if (change.type === 'fix.verified' || change.type === 'fix.failed') {
        const key = `${change.ticket} ${change.respondedAt}`;
        if (!outcomes.has(key)) {
          outcomes.set(key, change.type === 'fix.verified' ? 'worked' : 'failed');
        }
      } else if (change.type === 'incident.responded') {
        const { signal, ticket, notes } = change;
        const by = event.by === 'platform' ? 'Platform' : event.by.name;
        const outcome = outcomes.get(`${ticket} ${at}`) ?? 'open';
        responses.push({ at, by, signal, ticket, notes, outcome });
      }
    }
  }
  return { versions: [...versions.values()], readings: [...readings.values()], responses };
}
