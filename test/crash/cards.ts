/** Whether every card shows what the platform says: its API on one side, the conversations on the other. */
import { type IncidentState, isOpen } from '@rooms-pro/core';
import type { RoomDetail, TicketDetail } from '@rooms-pro/core/contracts';
import type { FakeTeams, Message } from '@rooms-pro/testing/teams';
import { fetchFitting } from '../../bot/src/api/checkResponses.suite.ts';
import type { Kept } from './history.ts';
import type { CrashRoom } from './prepareDatabase.ts';

const hasEnded = ({ summary }: Message) =>
  summary.startsWith('Resolved: ') || summary.endsWith('failed again; a newer card shows it.');

/**
 * Messages whose post reached Teams in the life that was just killed, before its id was noted: at
 * most the last request of each conversation. Nobody can ever edit them.
 */
export function orphansOf({ deliveries, messages }: FakeTeams, { posted }: Kept, life: number) {
  const last = new Map(
    deliveries.filter((one) => one.life === life).map((one) => [one.conversation, one]),
  );
  const unnoted = [...messages.values()].filter(
    (message) => message.life === life && !posted.has(message.id) && !hasEnded(message),
  );
  const isLast = ({ id, conversation }: Message) => {
    const delivery = last.get(conversation);
    return delivery?.kind === 'post' && delivery.id === id;
  };
  return {
    orphans: unnoted.filter(isLast).map(({ id }) => id),
    faults: unnoted
      .filter((message) => !isLast(message))
      .map((message) => `posted and not noted: ${JSON.stringify(message)}`),
  };
}

/** Every card that says something else than the platform does, and every incident without its card. */
export async function untrueCards(
  url: string,
  rooms: readonly CrashRoom[],
  connector: FakeTeams,
  orphans: ReadonlySet<string>,
): Promise<string[]> {
  const faults = await Promise.all(
    rooms.map(async (room) => {
      const detail = await ask<RoomDetail>(url, `rooms/${room.id}`);
      // Unhealthy and not confirmed yet: time alone will open it, so the truth is about to change.
      const waiting = detail.signals
        .filter(({ state, status }) => state === 'unhealthy' && !isOpen(status))
        .map(({ signal }) => `${room.id} ${signal} is unhealthy and has no open incident`);
      if (waiting.length > 0) return waiting;
      const numbers = detail.signals.flatMap(({ ticket }) => ticket ?? []);
      const tickets = await Promise.all(
        numbers.map((number) => ask<TicketDetail>(url, `tickets/${number}`)),
      );
      const cards = [...connector.messages.values()].filter(
        ({ conversation, id }) => conversation === room.conversation && !orphans.has(id),
      );
      return tickets.flatMap((ticket) => cardFaults(ticket, cards));
    }),
  );
  return faults.flat();
}

function cardFaults(ticket: TicketDetail, cards: readonly Message[]): string[] {
  const live = cards.filter(
    (card) => !hasEnded(card) && card.facts['Ticket']?.split(' ')[0] === ticket.number,
  );
  const expected = isOpen(ticket.status) ? [expectedCard(ticket, ticket.status)] : [];
  const shown = live.map(({ summary, facts }) => tell(summary, facts['Ticket'], facts['Reported']));
  if (shown.join() === expected.join()) return [];
  return [`${ticket.number} is ${expected.join() || ticket.status}; shown: ${shown.join(' + ')}`];
}

/** What the card of an open incident must say, in this test's own words. */
function expectedCard(ticket: TicketDetail, status: IncidentState): string {
  const { label, room, number, episode, activation } = ticket;
  const severity = ticket.severity === 'important' ? 'Important' : 'Warning';
  const state =
    status === 'needsAction' ? 'needs action.' : 'is unhealthy, the platform is investigating.';
  const again = activation === 2 ? 'failed again once' : `failed again ${activation - 1} times`;
  const line = [
    number,
    ...(episode > 1 ? [`incident ${episode}`] : []),
    ...(activation > 1 ? [again] : []),
  ].join(' · ');
  return tell(`${severity}: ${label} in ${room} ${state}`, line, ticket.detail || undefined);
}

function tell(summary: string, line: string | undefined, detail: string | undefined): string {
  return `«${summary}» ${line} (${detail ?? 'no detail'})`;
}

async function ask<T>(url: string, path: string): Promise<T> {
  const response = await fetchFitting(`${url}/api/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
