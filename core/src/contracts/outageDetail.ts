/** The wire shape of one outage in full. The tab imports the types only. */
import type { RoomId } from '../room.ts';
import type { Instant, PersonRef, TicketNumber } from '../words.ts';
import type { HistoryEntry } from './details.ts';
import type { OutageRow } from './outageRow.ts';

/** One room that is in an outage. */
export type OutageRoomRow = {
  readonly roomId: RoomId;
  readonly room: string;
  readonly building: string;
  readonly floor: string;
  /** When the room was last heard. */
  readonly since: Instant;
  /** Of its connection; `null`: no incident has opened. */
  readonly ticket: TicketNumber | null;
  readonly isSuppressed: boolean;
};

/** One line of an outage's history, worded on the server. */
export type OutageHistoryEntry = Omit<HistoryEntry, 'type' | 'episode'>;

/** Answer of `GET /api/outages/:id`: only what concerns rooms that the person may see. */
export type OutageDetail = OutageRow & {
  /** When its last room came back; `null`: it goes on. */
  readonly endedAt: Instant | null;
  /** Those that are disconnected now, by name; at most 200. */
  readonly disconnected: readonly OutageRoomRow[];
  /** Those that were still disconnected when it ended, and are: each is an incident of its own. */
  readonly remaining: readonly OutageRoomRow[];
  /** Whom it may be assigned to beside the person who asks. */
  readonly assignees: readonly PersonRef[];
  /** Newest first. */
  readonly history: readonly OutageHistoryEntry[];
  readonly confirmedAt: Instant;
};
