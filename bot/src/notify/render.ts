/** What a shared card must show now, as everybody in the conversation may see it. */
import { createHash } from 'node:crypto';
import {
  type AdviceRecord,
  allowedActions,
  type Instant,
  type Notice,
  type Person,
  type Room,
  type RoomId,
  type Rules,
  type SignalId,
  type TicketNumber,
} from '@rooms-pro/core';
import {
  type IncidentRef,
  incidentCard,
  outageCard,
  roomNoticeCard,
  saySummaryOfOutage,
  summaryOf,
} from '../cards/index.ts';
import type { WireCard } from './messenger.ts';
import type { AboutOutage } from './posts.ts';

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
  outage(about: AboutOutage, silent: readonly Room[]): Rendered;
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
  };
};

/**
 * A card offers what the lifecycle would take from a reader with every right; who may not is told
 * so kindly when they click. Text that changes with time alone must not be in it. How often an
 * action worked changes with other rooms: it is written down whenever a card is sent and is no
 * reason to send one, else each proof would edit the cards of all rooms.
 */
export function createRender({ rules, now, workedFor, links }: RenderDeps): Render {
  return {
    incident(room, signal, about, readerId) {
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
      const shown = markOf(incidentCard(view), summary);
      return { card: incidentCard({ ...view, worked: workedFor(room, signal) }), summary, shown };
    },
    notice(room, notice) {
      const signal = notice.signal === 'room' ? null : notice.signal;
      const number = signal && room.signals[signal]?.ticket?.number;
      const openUrl = number ? links.ticket(number) : links.room(room.id);
      return marked(roomNoticeCard({ room, notice, rules, openUrl }));
    },
    outage(about, silent) {
      const view = { ...about, silent, roomsUrl: links.rooms };
      return marked({ card: outageCard(view), summary: saySummaryOfOutage(view) });
    },
  };
}

function marked({ card, summary }: Omit<Rendered, 'shown'>): Rendered {
  return { card, summary, shown: markOf(card, summary) };
}

function markOf(card: WireCard, summary: string): string {
  return createHash('sha256')
    .update(JSON.stringify([card, summary]))
    .digest('base64url')
    .slice(0, 22);
}

function readerOf(readerId: string | null): Person {
  return { kind: 'person', id: readerId ?? '', name: '', role: 'manager', groups: [] };
}
