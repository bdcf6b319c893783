/** Answers about one room or ticket: room, ticket, why, who, history. */
import {
  computeHealth,
  effectiveSuppression,
  findOpenTicket,
  findRecord,
  formatChange,
  type Room,
  rulesFor,
  type SignalId,
  type Suppression,
  signalLabel,
} from '@rooms-pro/core';
import { type AdaptiveCard, withSentence } from '../../cards/index.ts';
import { personalCard } from '../../commands/personalCard.ts';
import type { Texts } from '../texts/en.ts';
import type { Language, Meaning, Slots } from '../understanding/meaning.ts';
import { formatAt, type ReadDeps, roomNamed, textsIn } from './answerDeps.ts';
import { answerIncidents, answerRooms, incidentRow, roomRow } from './lists.ts';
import { replyCard } from './reply.ts';

type Target = { readonly room: Room; readonly signal: SignalId | null };

/** The room or the ticket that the slots name; `null`: none, or several. */
export function targetOf(slots: Slots, deps: ReadDeps): Target | null {
  if (slots.ticket !== undefined) return deps.fleet.findTicket(slots.ticket);
  const room = roomNamed(slots.room, deps);
  return room && { room, signal: null };
}

/** `Display 1 in Anchor 1.01`, or the name of the room. */
export function labelOf({ room, signal }: Target, { rules }: Pick<ReadDeps, 'rules'>): string {
  return signal === null
    ? room.name
    : `${signalLabel(rulesFor(rules, room), signal)} · ${room.name}`;
}

/** One room with its open incidents. */
export function answerRoom(slots: Slots, language: Language, deps: ReadDeps): AdaptiveCard {
  const t = textsIn(language);
  const room = roomNamed(slots.room, deps);
  const row = room && deps.fleet.roomRow(room.id);
  if (!room || !row) return answerRooms(slots, language, deps);
  const incidents = deps.fleet.incidentsIn(room.id, deps.person);
  return replyCard({
    title: t.room.health(room.name, t.words.health[row.health]),
    rows: [roomRow(row, t), ...incidents.map((one) => incidentRow(one, t, language, deps))],
    notes: incidents.length === 0 ? [t.room.noIncident] : [],
    open: { title: t.buttons.open, url: deps.links.room(room.id) },
  });
}

/** One or several tickets. */
export function answerTicket({ slots, language, isReport }: Meaning, deps: ReadDeps): AdaptiveCard {
  const t = textsIn(language);
  if (slots.tickets !== undefined) {
    const sentences = slots.tickets.map((ticket) => ticketSentence(ticket, t, deps));
    return replyCard({
      sentences,
      buttons: slots.tickets.map((ticket) => ({
        title: t.buttons.show(ticket),
        say: `ticket ${ticket}`,
      })),
    });
  }
  const target = targetOf(slots, deps);
  if (target?.signal == null || slots.ticket === undefined)
    return replyCard({ sentences: [t.ask.whichTicket] });
  const sentence = ticketSentence(slots.ticket, t, deps);
  const said = isReport ? t.ticket.alreadyOpen(slots.ticket) : sentence;
  const shown = withSentence(said, personalCard(target.room, target.signal, deps));
  const note = slots.notes;
  if (!isReport || note === undefined) return { ...shown, fallbackText: said };
  return replyCard({
    sentences: [said, sentence],
    buttons: [
      { title: t.ticket.addNote, say: `note ${slots.ticket}: ${note}` },
      { title: t.buttons.show(slots.ticket), say: `ticket ${slots.ticket}` },
    ],
  });
}

function ticketSentence(ticket: NonNullable<Slots['ticket']>, t: Texts, deps: ReadDeps): string {
  const found = deps.fleet.findTicket(ticket);
  if (!found) return t.ask.unknownTicket(ticket, []);
  const record = findRecord(found.room, found.signal);
  const open = findOpenTicket(record);
  const suppressed =
    effectiveSuppression(found.room, found.signal) === null ? '' : `, ${t.words.state.suppressed}`;
  const word =
    open === null
      ? t.ticket.closed
      : `${t.words.severity[open.severity]}, ${t.words.state[open.status === 'systemInvestigating' ? 'systemInvestigating' : 'needsAction']}`;
  return t.ticket.state(ticket, labelOf(found, deps), `${word}${suppressed}`);
}

/** The verdict in a sentence. */
export function answerWhy(slots: Slots, language: Language, deps: ReadDeps): AdaptiveCard {
  const t = textsIn(language);
  const target = targetOf(slots, deps);
  if (target === null)
    return slots.place
      ? answerIncidents(slots, language, deps)
      : replyCard({ sentences: [t.ask.whichRoom] });
  const { room, signal } = target;
  if (signal === null) {
    const { health, because } = computeHealth(room, deps.rules);
    const sentence =
      health === 'healthy'
        ? t.why.healthy(room.name)
        : t.why.because(room.name, t.words.health[health], because);
    const incidents = deps.fleet.incidentsIn(room.id, deps.person);
    return replyCard({
      sentences: [sentence],
      rows: incidents.map((row) => incidentRow(row, t, language, deps)),
    });
  }
  const { ticket, detail } = findRecord(room, signal);
  const label = labelOf(target, deps);
  const since = ticket
    ? ` (${t.found.since(formatAt(ticket.activatedAt, language, deps.timeZone))})`
    : '';
  const reason =
    ticket === null
      ? detail
      : `${ticket.reason.sentence}${detail === '' ? '' : ` ${detail}.`}${since}`;
  const isOpen = findOpenTicket(findRecord(room, signal)) !== null;
  return replyCard({
    sentences: [...(isOpen ? [] : [t.why.over(label)]), t.why.ticket(label, reason)],
    buttons: slots.ticket
      ? [{ title: t.buttons.show(slots.ticket), say: `ticket ${slots.ticket}` }]
      : [],
  });
}

/** Who has it, and who suppressed it. */
export function answerWho(slots: Slots, language: Language, deps: ReadDeps): AdaptiveCard {
  const t = textsIn(language);
  const target = targetOf(slots, deps);
  if (target === null) return answerIncidents(slots, language, deps);
  const { room } = target;
  const rows = deps.fleet
    .incidentsIn(room.id, deps.person)
    .filter(({ signal }) => target.signal === null || signal === target.signal);
  const sentences = rows.flatMap((row) => {
    const since = row.assignedAt
      ? t.who.sinceTime(formatAt(row.assignedAt, language, deps.timeZone))
      : '';
    const assigned = row.assignee
      ? t.who.assigned(row.ticket, row.assignee.name, since)
      : t.who.unassigned(row.ticket);
    const suppressed = row.suppression
      ? [
          t.who.suppressedBy(
            row.ticket,
            row.suppression.by.name,
            untilText(row.suppression, t, language, deps),
          ),
        ]
      : [];
    return [assigned, ...suppressed];
  });
  if (room.suppression)
    sentences.push(
      t.who.suppressedBy(
        room.name,
        room.suppression.by.name,
        untilText(room.suppression, t, language, deps),
      ),
    );
  const free = rows.find(({ assignee }) => assignee === null);
  return replyCard({
    sentences: sentences.length > 0 ? sentences : [t.who.noIncident(labelOf(target, deps))],
    buttons: free ? [{ title: t.buttons.takeMe, say: `assign ${free.ticket} to me` }] : [],
  });
}

/** The end of a suppression in words. */
export function untilText(
  { until }: Pick<Suppression, 'until'>,
  t: Texts,
  language: Language,
  { timeZone }: Pick<ReadDeps, 'timeZone'>,
): string {
  if (until.kind === 'time') return t.untilTime(formatAt(until.at, language, timeZone));
  return until.kind === 'recovery' ? t.untilRecovery : t.untilLifted;
}

const mostEvents = 8;

/** The latest changes, and how often it failed. */
export async function answerHistory(
  slots: Slots,
  language: Language,
  deps: ReadDeps,
): Promise<AdaptiveCard> {
  const t = textsIn(language);
  const target = targetOf(slots, deps);
  if (target === null) return answerIncidents(slots, language, deps);
  const { room, signal } = target;
  const events = await deps.history(room.id, signal ?? undefined);
  const label = labelOf(target, deps);
  const failures = episodes(room, signal);
  const rules = rulesFor(deps.rules, room);
  const lines = events.flatMap(({ at, changes }) => {
    const shown = changes.filter(({ type }) =>
      /^(?:incident|remediation|signal\.supp|signal\.unsupp|room\.(?:supp|unsupp|enrol))/.test(
        type,
      ),
    );
    return shown.map(
      (change) =>
        `• ${formatAt(at, language, deps.timeZone)}: ${formatChange(change, rules, deps.timeZone).sentence}`,
    );
  });
  return replyCard({
    title: t.history.title(label),
    sentences: [
      t.history.failures(label, failures),
      ...(lines.length === 0 ? [t.history.none] : lines.slice(0, mostEvents)),
    ],
    open: {
      title: t.buttons.open,
      url: slots.ticket ? deps.links.ticket(slots.ticket) : deps.links.room(room.id),
    },
  });
}

/** The number of episodes of one signal, or of all signals of the room. */
export function episodes(room: Room, signal: SignalId | null): number {
  const records = signal === null ? Object.values(room.signals) : [room.signals[signal]];
  return records.reduce((sum, record) => sum + (record?.ticket?.episode ?? 0), 0);
}
