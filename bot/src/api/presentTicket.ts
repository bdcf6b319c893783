/** One ticket with its faces: overview, messages, history. */
import {
  allowedActions,
  type Change,
  effectiveSuppression,
  type Instant,
  labelOf,
  type Person,
  type Room,
  type RoomEvent,
  type Rules,
  recommendedActionFor,
  recordOf,
  ruleFor,
  type SignalId,
  sayChange,
  type Ticket,
} from '@rooms-pro/core';
import type { HistoryEntry, TicketDetail, TicketMessage } from '@rooms-pro/core/contracts';

/** The whole ticket for this person. `events`: the signal's history, newest first. */
export function presentTicket(
  room: Room,
  signal: SignalId,
  ticket: Ticket,
  events: readonly RoomEvent[],
  person: Person,
  rules: Rules,
  confirmedAt: Instant,
): TicketDetail {
  const record = recordOf(room, signal);
  const rule = ruleFor(rules, signal);
  const { connection } = room;
  return {
    ...ticket,
    roomId: room.id,
    room: room.name,
    building: room.building,
    floor: room.floor,
    signal,
    label: labelOf(rules, signal),
    category: rule.category,
    impact: rule.impact,
    description: rule.description,
    causes: rule.causes,
    resolutions: rule.resolutions,
    recommendedAction: recommendedActionFor(rule, record.detail),
    detail: record.detail,
    signalState: record.state,
    disconnectedSince: connection.status === 'disconnected' ? connection.since : null,
    suppression: effectiveSuppression(room, signal),
    actions: allowedActions(room, signal, person, rules),
    history: presentHistory(events, signal, rules),
    messages: presentMessages(events, signal),
    confirmedAt,
  };
}

/** One line per change of this signal, newest first. */
export function presentHistory(
  events: readonly RoomEvent[],
  signal: SignalId,
  rules: Rules,
): HistoryEntry[] {
  return events.flatMap((event) =>
    changesOf(event, signal)
      .map((change): HistoryEntry => {
        const { sentence, note } = sayChange(change, rules);
        return {
          type: change.type,
          at: event.at,
          episode: 'episode' in change ? change.episode : null,
          by: nameOf(event),
          via: event.via,
          sentence,
          note,
        };
      })
      .reverse(),
  );
}

/** The conversation, oldest first: messages and the notes of responses. */
function presentMessages(events: readonly RoomEvent[], signal: SignalId): TicketMessage[] {
  const messages = events.flatMap((event) =>
    changesOf(event, signal).flatMap((change): TicketMessage[] => {
      const isResponse = change.type === 'incident.responded';
      if (!isResponse && change.type !== 'message.posted') return [];
      const text = isResponse ? change.notes : change.text;
      return [{ at: event.at, by: nameOf(event), via: event.via, text, isResponse }];
    }),
  );
  return messages.reverse();
}

function changesOf(event: RoomEvent, signal: SignalId): Change[] {
  return event.changes.filter((change) => 'signal' in change && change.signal === signal);
}

function nameOf(event: RoomEvent): string {
  return event.by === 'platform' ? 'Platform' : event.by.name;
}
