/**
 * Renders the current content of the notifier's cards. Every person in the conversation sees the same
 * card.
 */
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

/** A card that is ready to be sent, with the sentence of its notification. */
export type Rendered = {
  readonly card: WireCard;
  readonly summary: string;
  /** A hash of the content. A card with the same hash needs no edit. */
  readonly shown: string;
};

export type Render = {
  /** `readerId` is the only reader of the card; `null` when many people read it. */
  incident(room: Room, signal: SignalId, about: IncidentRef, readerId: string | null): Rendered;
  notice(room: Room, notice: Notice): Rendered;
  /**
   * `silent`: the rooms that are disconnected now. `remaining`: rooms that were disconnected when the
   * outage ended and still are. `outage`: the document of the outage, or `null` when it does not exist
   * or was not read.
   */
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
  /** How often the recommended action of this signal was successful, in all rooms. */
  readonly workedFor: (room: Room, signal: SignalId) => AdviceRecord;
  readonly links: {
    /** The URL of the list of rooms in the tab. */
    readonly rooms: string;
    room(id: RoomId): string;
    ticket(number: TicketNumber): string;
    outage(id: OutageId): string;
  };
};

/**
 * A card has the buttons of all actions that the lifecycle allows to a reader with every right. A
 * person without the right gets a polite message after the click. The card must not contain text that
 * changes with time alone. How often an action was successful changes with other rooms. A card shows
 * this count when it is sent, but a new count is not a reason to send it; otherwise each verification
 * would edit the cards of all rooms.
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
      actions: allowedActions(room, signal, readerWithAllRights(readerId), rules),
      openUrl: number ? links.ticket(number) : links.room(room.id),
      about,
    };
    const summary = summaryOf(view);
    const card = incidentCard(view);
    const shown = hashContent(card, summary);
    const wasTried = worked.held + worked.failed > 0;
    return { card: wasTried ? incidentCard({ ...view, worked }) : card, summary, shown };
  }
  const cache = createCache<Rendered>();

  return {
    incident(room, signal, about, readerId) {
      const worked = workedFor(room, signal);
      const cacheKey = [signal, about, readerId, worked, rulesFor(rules, room).version];
      return cache.get(room, JSON.stringify(cacheKey), () =>
        incident(room, signal, about, readerId, worked),
      );
    },
    notice(room, notice) {
      const signal = notice.signal === 'room' ? null : notice.signal;
      const number = signal && room.signals[signal]?.ticket?.number;
      const openUrl = number ? links.ticket(number) : links.room(room.id);
      return withHash(roomNoticeCard({ room, notice, rules, openUrl }));
    },
    outage(about, silent, remaining, outage) {
      const on = outage ? toOutageOnCard(outage, silent, links.outage(outage.id)) : undefined;
      const view = { ...about, silent, remaining, roomsUrl: links.rooms, on };
      return withHash({ card: outageCard(view), summary: formatOutageSummary(view) });
    },
  };
}

/**
 * The work on an outage, with the actions of a reader with every right. A person without the right gets
 * a polite message after the click.
 */
function toOutageOnCard(outage: Outage, rooms: readonly Room[], openUrl: string): OutageOnCard {
  const actions = allowedOutageActions(outage, rooms, readerWithAllRights(null));
  return { id: outage.id, work: workOnOutage(outage), actions, openUrl };
}

/** The number of rooms whose cards are cached. A card may have many kilobytes. */
const maxCachedRooms = 200;

/**
 * Caches the cards of the most recent room objects. A card is rendered before the rate limiter's wait,
 * after it, and after the send. A changed room is a new object, so its cards are rendered again.
 */
function createCache<Value>() {
  const rooms = new Map<Room, Map<string, Value>>();
  return {
    get(room: Room, key: string, make: () => Value): Value {
      const own = rooms.get(room) ?? new Map<string, Value>();
      rooms.set(room, own);
      const [oldest] = rooms.keys();
      if (rooms.size > maxCachedRooms && oldest !== undefined) rooms.delete(oldest);
      const value = own.get(key) ?? make();
      own.set(key, value);
      return value;
    },
  };
}

function withHash({ card, summary }: Omit<Rendered, 'shown'>): Rendered {
  return { card, summary, shown: hashContent(card, summary) };
}

function hashContent(card: WireCard, summary: string): string {
  return hash('sha256', JSON.stringify([card, summary]), 'base64url').slice(0, 22);
}

function readerWithAllRights(readerId: string | null): Person {
  return { kind: 'person', id: readerId ?? '', name: '', role: 'manager', groups: [] };
}
