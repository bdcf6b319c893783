/** A command → the one card that answers it. Reads the fleet, acts through the one door for people. */
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
  /** When the person sent the message, by Teams' clock; `null`: that is not known. */
  readonly saidAt?: Instant | null;
  readonly correlationId: string;
  /** The subscription of the conversation in which this was said. */
  readonly subscription: {
    /** Whether many read it. */
    readonly isShared: boolean;
    stands(): boolean;
    begin(): Promise<Begun>;
    end(): Promise<Ended>;
  };
};

/** Answers one command. What the person may not see is answered as if it were not there. */
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

/** The welcome, with how things stand for this person. */
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
      `I know no ticket ${number}${deps.person.role === 'manager' ? '' : ' that you can see'}.`,
      'Say “incidents” for the open ones.',
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
 * From the person who has it now. A person who took it after the message was sent is not the one whom its
 * author means, and keeps it.
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

/** What is wrong with a person's own words has nothing to do with the incident. */
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
  // A card of an incident that is over has no place for what was just done, and shows nothing to do.
  const hasCard =
    !aboutText.has(code) && room && signal && findOpenTicket(findRecord(room, signal));
  return hasCard ? withSentence(sentence, personalCard(room, signal, deps)) : noticeCard(sentence);
}

/** Reports a problem with a room in a person's words. */
async function report(text: string, deps: ChatDeps): Promise<AdaptiveCard> {
  const read = readReport(text, deps);
  if (read === null) {
    return noticeCard(
      'I could not tell which room you mean.',
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
  // Where cards are posted, this one is on its way: a second would only stand below it.
  return isOpen && !deps.subscription.stands()
    ? personalCard(room, 'reported', deps)
    : noticeCard(sentence);
}

function suggest(said: string, nearest: string | null): AdaptiveCard {
  return nearest
    ? noticeCard(
        `I do not know “${said}”. Did you mean “${nearest}”?`,
        'Say “help” for all I understand.',
      )
    : noticeCard(
        `I do not know “${said}”.`,
        'Say “help” for all I understand, or “incidents” for what is wrong now.',
      );
}

function exampleOf(name: string): string {
  const example = helpCommands.find(({ command }) => command === name)?.example ?? 'help';
  return `For example: ${example}`;
}
