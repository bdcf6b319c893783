/** What a shared card must show now, as everybody in the conversation may see it. */
import { hash } from 'node:crypto';
import {
  type AdviceRecord,
  allowedActions,
  allowedOutageActions,
  type Instant,
  type Notice,
  type Outage,
  type OutageId,
  type Person,
  type Room,
  type RoomId,
  type Rules,
  rulesFor,
  type SignalId,
  type TicketNumber,
  workOnOutage,
} from '@rooms-pro/core';
import {
  formatOutageSummary,
  type IncidentRef,
  incidentCard,
  type OutageOnCard,
  outageCard,
  roomNoticeCard,
  summaryOf,
} from '../../cards/index.ts';
import type { WireCard } from '../delivery/messenger.ts';
import type { AboutOutage } from './sentCards.ts';

/** A card ready to be sent, with the sentence a notification says. */
export type Rendered = {
  readonly card: WireCard;
  readonly summary: string;
  /** Stands for what it shows: a card that shows the same needs no edit. */
  readonly shown: string;
};

export type Render = {
  /** `readerId`: the one person who reads it, `null` where many do. */
  incident(room: Room, signal: SignalId, about: IncidentRef, readerId: string | null): Rendered;
  notice(room: Room, notice: Notice): Rendered;
  /** `silent`: the rooms that are silent now. */
  /** `remaining`: rooms that were still silent when it ended, and are. `outage`: its document, where known. */
  outage(
    about: AboutOutage,
    silent: readonly Room[],
    remaining: readonly Room[],
    outage: Outage | null,
  ): Rendered;
};

export type RenderDeps = {
  readonly rules: Rules;
  readonly now: () => Instant;
  /** How often what is recommended for this signal now held, in all rooms. */
  readonly workedFor: (room: Room, signal: SignalId) => AdviceRecord;
  readonly links: {
    /** The list of rooms in the tab. */
    readonly rooms: string;
    room(id: RoomId): string;
    ticket(number: TicketNumber): string;
    outage(id: OutageId): string;
  };
};

/**
 * A card offers what the lifecycle would take from a reader with every right; who may not is told
 * so kindly when they click. Text that changes with time alone must not be in it. How often an
 * action worked changes with other rooms: it is written down whenever a card is sent and is no
 * reason to send one, else each proof would edit the cards of all rooms.
 */
export function createRender({ rules, now, workedFor, links }: RenderDeps): Render {
  function incident(
    room: Room,
    signal: SignalId,
    about: IncidentRef,
    readerId: string | null,
    worked: AdviceRecord,
  ): Rendered {
    const number = room.signals[signal]?.ticket?.number;
    const view = {
      room,
      signal,
      rules,
      now: now(),
      actions: allowedActions(room, signal, readerOf(readerId), rules),
      openUrl: number ? links.ticket(number) : links.room(room.id),
      about,
    };
    const summary = summaryOf(view);
    const card = incidentCard(view);
    const shown = markOf(card, summary);
    const wasTried = worked.held + worked.failed > 0;
    return { card: wasTried ? incidentCard({ ...view, worked }) : card, summary, shown };
  }
  const recent = createRecent<Rendered>();

  return {
    incident(room, signal, about, readerId) {
      const worked = workedFor(room, signal);
      const asked = [signal, about, readerId, worked, rulesFor(rules, room).version];
      return recent.get(room, JSON.stringify(asked), () =>
        incident(room, signal, about, readerId, worked),
      );
    },
    notice(room, notice) {
      const signal = notice.signal === 'room' ? null : notice.signal;
      const number = signal && room.signals[signal]?.ticket?.number;
      const openUrl = number ? links.ticket(number) : links.room(room.id);
      return marked(roomNoticeCard({ room, notice, rules, openUrl }));
    },
    outage(about, silent, remaining, outage) {
      const on = outage ? onCard(outage, silent, links.outage(outage.id)) : undefined;
      const view = { ...about, silent, remaining, roomsUrl: links.rooms, on };
      return marked({ card: outageCard(view), summary: formatOutageSummary(view) });
    },
  };
}

/** Work on an outage, with what a reader with every right can do: the policy answers the others kindly. */
function onCard(outage: Outage, rooms: readonly Room[], openUrl: string): OutageOnCard {
  const actions = allowedOutageActions(outage, rooms, readerOf(null));
  return { id: outage.id, work: workOnOutage(outage), actions, openUrl };
}

/** Rooms whose cards are at hand; each card may be many kilobytes. */
const roomsAtHand = 200;

/**
 * Remembers what was made of a room as long as it stays that room, for the few that came last: a
 * card is looked at before its turn, at its turn, and once it was sent.
 */
function createRecent<Made>() {
  const rooms = new Map<Room, Map<string, Made>>();
  return {
    get(room: Room, key: string, make: () => Made): Made {
      const own = rooms.get(room) ?? new Map<string, Made>();
      rooms.set(room, own);
      const [oldest] = rooms.keys();
      if (rooms.size > roomsAtHand && oldest !== undefined) rooms.delete(oldest);
      const made = own.get(key) ?? make();
      own.set(key, made);
      return made;
    },
  };
}

function marked({ card, summary }: Omit<Rendered, 'shown'>): Rendered {
  return { card, summary, shown: markOf(card, summary) };
}

function markOf(card: WireCard, summary: string): string {
  return hash('sha256', JSON.stringify([card, summary]), 'base64url').slice(0, 22);
}

function readerOf(readerId: string | null): Person {
  return { kind: 'person', id: readerId ?? '', name: '', role: 'manager', groups: [] };
}
