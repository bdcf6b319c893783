/** A command → one card with its result. Reads the fleet; changes pass through `ExecuteCommand`. */
import {
  defaultSuppressUntil,
  findOpenTicket,
  findRecord,
  type Instant,
  instantAfter,
  maySee,
  type Person,
  type Rules,
  type TicketNumber,
} from '@rooms-pro/core';
import type { ActionPayload, CommandTarget } from '@rooms-pro/core/contracts';
import {
  type AdaptiveCard,
  helpCard,
  helpCommands,
  incidentsCard,
  noticeCard,
  roomsCard,
  statusCard,
  welcomeCard,
  withSentence,
} from '../cards/index.ts';
import type { CommandResult, ExecuteCommand } from '../commands/executeCommand.ts';
import { personalCard } from '../commands/personalCard.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { wholeIncidentsQuery, wholeRoomsQuery } from '../fleet/queries/queries.ts';
import type { Begun, Ended } from '../notify/subscriptions/subscribe.ts';
import type { TabLinks } from '../tabLinks.ts';
import type { ChatCommand, ChatUntil } from './chatCommand.ts';
import { formatEnded, formatStarted } from './formatSubscription.ts';
import { readReport, roomNamed } from './reportedRoom.ts';

export type ChatDeps = {
  readonly person: Person;
  readonly fleet: Pick<
    Fleet,
    | 'findTicket'
    | 'incidents'
    | 'incidentsIn'
    | 'rooms'
    | 'room'
    | 'roomRow'
    | 'summary'
    | 'outages'
    | 'workedFor'
  >;
  readonly act: ExecuteCommand;
  readonly rules: Rules;
  readonly links: TabLinks;
  readonly now: Instant;
  /** The time of the message, by Teams' clock; `null`: not known. */
  readonly saidAt?: Instant | null;
  readonly correlationId: string;
  /** The subscription of the conversation that contains the message. */
  readonly subscription: {
    /** Whether several people read the conversation. */
    readonly isShared: boolean;
    stands(): boolean;
    begin(): Promise<Begun>;
    end(): Promise<Ended>;
  };
};

/** Executes one command. A room or ticket that the person may not see gets the same card as one that does not exist. */
export async function handleChat(command: ChatCommand, deps: ChatDeps): Promise<AdaptiveCard> {
  const { fleet, person, links } = deps;
  switch (command.name) {
    case 'help':
      return helpCard();
    case 'hello':
      return greet(deps);
    case 'status':
      return statusCard(fleet.summary(person), links.incidents, fleet.outages(person));
    case 'incidents':
      return listIncidents(command, deps);
    case 'rooms':
      return listRooms(command.text, deps);
    case 'room':
      return showRoom(command.text, deps);
    case 'ticket':
      return showTicket(command.ticket, deps);
    case 'suppress':
      return act(command.ticket, suppression(command, deps.now), deps);
    case 'extend':
      return act(command.ticket, extension(command, deps.now), deps);
    case 'unsuppress':
    case 'assign':
    case 'unassign':
      return act(command.ticket, { action: command.name }, deps);
    case 'takeover':
      return act(command.ticket, takingOver(command.ticket, deps), deps);
    case 'respond':
      return act(command.ticket, { action: 'respond', notes: command.notes }, deps);
    case 'resolve':
      return act(command.ticket, { action: 'resolve', reason: command.reason }, deps);
    case 'remediate':
      return act(command.ticket, { action: 'remediate', remediation: command.remediation }, deps);
    case 'report':
      return report(command.text, deps);
    case 'subscribe':
      return formatStarted(await deps.subscription.begin());
    case 'unsubscribe':
      return formatEnded(await deps.subscription.end());
    case 'incomplete':
      return noticeCard(command.sentence, exampleOf(command.meant));
    case 'unknown':
      return suggest(command.said, command.nearest);
  }
}

/** The welcome card, with the person's number of rooms and of incidents that need action. */
export function greet(deps: Pick<ChatDeps, 'fleet' | 'person' | 'links' | 'subscription'>) {
  const { rooms, needsAction } = deps.fleet.summary(deps.person);
  return welcomeCard({
    subscribed: deps.subscription.stands(),
    shared: deps.subscription.isShared,
    rooms: Object.values(rooms).reduce((sum, count) => sum + count, 0),
    needsAction,
    tabUrl: deps.links.incidents,
  });
}

type Listing = Extract<ChatCommand, { name: 'incidents' }>;

function listIncidents({ severity, place }: Listing, { fleet, person, links }: ChatDeps) {
  const query = wholeIncidentsQuery({ ...(severity ? { severity } : {}), text: place });
  const { rows, total } = fleet.incidents(query, person);
  const filter = [severity, place].filter(Boolean).join(', ');
  return incidentsCard({
    rows,
    total,
    tabUrl: links.incidents,
    outageUrl: links.outage,
    ...(filter ? { filter } : {}),
  });
}

function listRooms(text: string, { fleet, person, links }: ChatDeps): AdaptiveCard {
  const { rows, total } = fleet.rooms(wholeRoomsQuery({ text }), person);
  return roomsCard({ rows, total, tabUrl: links.rooms, ...(text ? { filter: text } : {}) });
}

function showRoom(text: string, deps: ChatDeps): AdaptiveCard {
  const { fleet, person, links } = deps;
  const row = roomNamed(text, deps);
  if (!row) return listRooms(text, deps);
  const rows = fleet.incidentsIn(row.roomId, person);
  const tabUrl = links.room(row.roomId);
  const about = roomsCard({ rows: [row], total: 1, tabUrl });
  if (rows.length === 0) return about;
  const [, ...roomRows] = about.body;
  const open = incidentsCard({ rows, total: rows.length, tabUrl });
  return { ...open, body: [...roomRows, ...open.body] };
}

function showTicket(number: TicketNumber, deps: ChatDeps): AdaptiveCard {
  const found = deps.fleet.findTicket(number);
  if (!found || !maySee(deps.person, found.room)) {
    return noticeCard(
      `I can't find ticket ${number}${deps.person.role === 'manager' ? '' : ' that you can see'}.`,
      'Say “incidents” to see the open ones.',
    );
  }
  return personalCard(found.room, found.signal, deps);
}

type Suppress = Extract<ChatCommand, { name: 'suppress' }>;

function suppression({ until, reason }: Suppress, now: Instant): ActionPayload {
  const end = until === null ? defaultSuppressUntil : wireUntil(until, now);
  return { action: 'suppress', until: end, reason };
}

type Extend = Extract<ChatCommand, { name: 'extend' }>;

function extension({ until, reason }: Extend, now: Instant): ActionPayload {
  const other = reason === '' ? {} : { reason };
  return { action: 'changeSuppression', until: wireUntil(until, now), ...other };
}

/**
 * Takes the ticket over from its present assignee. The ticket stays with an assignee who took it after the
 * message was sent, because the author of the message does not mean that person.
 */
function takingOver(number: TicketNumber, { fleet, person, saidAt }: ChatDeps): ActionPayload {
  const found = fleet.findTicket(number);
  const ticket = found && findRecord(found.room, found.signal).ticket;
  const assignee = ticket?.assignee;
  const isNewer = Boolean(saidAt && ticket?.assignedAt && ticket.assignedAt >= saidAt);
  return assignee && assignee.id !== person.id && !isNewer
    ? { action: 'assign', takeOverFrom: assignee.id }
    : { action: 'assign' };
}

function wireUntil(until: ChatUntil, now: Instant) {
  return typeof until === 'object' ? { at: instantAfter(now, until.forMs) } : until;
}

/** Rejections of the person's text. They do not concern the incident, so they come without its card. */
const aboutText: ReadonlySet<CommandResult['code']> = new Set([
  'emptyText',
  'tooLong',
  'endsInThePast',
]);

async function act(
  ticket: TicketNumber,
  action: ActionPayload,
  deps: ChatDeps,
): Promise<AdaptiveCard> {
  const target: CommandTarget = { ticket };
  const { person: actor, correlationId } = deps;
  const acted = await deps.act({ actor, via: 'chat', target, action, correlationId });
  const { code, sentence, room, signal } = acted;
  // The card of a resolved incident shows neither the result nor an action.
  const hasCard =
    !aboutText.has(code) && room && signal && findOpenTicket(findRecord(room, signal));
  return hasCard ? withSentence(sentence, personalCard(room, signal, deps)) : noticeCard(sentence);
}

/** Reports a problem with a room, in the words of the person. */
async function report(text: string, deps: ChatDeps): Promise<AdaptiveCard> {
  const read = readReport(text, deps);
  if (read === null) {
    return noticeCard(
      'I could not find out which room you mean.',
      'Say its name, a colon, and what is wrong. For example: report 4.12 Amber: no sound',
    );
  }
  const { person: actor, correlationId } = deps;
  const acted = await deps.act({
    actor,
    via: 'chat',
    target: { room: read.row.roomId },
    action: { action: 'report', what: read.what },
    correlationId,
  });
  const { ok, room, sentence } = acted;
  const isOpen = ok && room && findOpenTicket(findRecord(room, 'reported'));
  // A subscribed conversation gets this card from the notifier, so a second card would be a duplicate.
  return isOpen && !deps.subscription.stands()
    ? personalCard(room, 'reported', deps)
    : noticeCard(sentence);
}

function suggest(said: string, nearest: string | null): AdaptiveCard {
  return nearest
    ? noticeCard(
        `I don't understand “${said}”. Did you mean “${nearest}”?`,
        'Say “help” to see all commands.',
      )
    : noticeCard(
        `I don't understand “${said}”.`,
        'Say “help” to see all commands, or “incidents” to see what is wrong now.',
      );
}

function exampleOf(name: string): string {
  const example = helpCommands.find(({ command }) => command === name)?.example ?? 'help';
  return `For example: ${example}`;
}
