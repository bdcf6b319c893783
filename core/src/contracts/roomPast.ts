/** The wire shape of a room's past, summed up. The tab imports the types only. */
import type { ResponseOutcome } from '../history/roomPast.ts';
import type { Instant, ReadingState, SignalId, TicketNumber } from '../words.ts';

/** Answer of `GET /api/rooms/:roomId/past`: what the events of a room show when they are summed up. */
export type RoomPastAnswer = {
  /** What was read: at most this many days, from this time on. */
  readonly days: number;
  readonly from: Instant;
  /** The room has more events in these days than are read. */
  readonly isCut: boolean;
  /** Signals that failed at least twice, the most frequent first. */
  readonly failures: readonly {
    readonly signal: SignalId;
    readonly label: string;
    readonly ticket: TicketNumber | null;
    readonly count: number;
    readonly lastAt: Instant;
    /** How often, and how long between. */
    readonly sentence: string;
    /** The weekdays and hours they cluster on, in the room's time zone; `null`: they do not. */
    readonly pattern: string | null;
  }[];
  readonly versions: readonly {
    readonly device: string;
    readonly what: 'app' | 'os' | 'agent';
    readonly before: string | null;
    readonly after: string;
    readonly at: Instant;
  }[];
  /** Displays, microphones, speakers, cameras and the like that changed their state. */
  readonly peripherals: readonly {
    readonly signal: SignalId;
    readonly label: string;
    readonly state: ReadingState | 'unknown';
    readonly changes: number;
    readonly lastAt: Instant;
  }[];
  /** Newest first. */
  readonly responses: readonly {
    readonly at: Instant;
    readonly by: string;
    readonly label: string;
    readonly ticket: TicketNumber;
    readonly notes: string;
    readonly outcome: ResponseOutcome;
  }[];
};
