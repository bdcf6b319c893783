/** A message of a person → a command. Pure; tolerates differences in case, spelling and white space; never throws. */
import { clip, type Remediation, type Severity, type TicketNumber } from '@rooms-pro/core';
import type { ChatCommand, CommandName } from './chatCommand.ts';
import { readUntil } from './duration.ts';
import { commandMeantBy, severityMeantBy, suggestionFor } from './spelling.ts';
import { withoutCards } from './stripCards.ts';

/** The first part of a text, in which marks of mentions and cards are removed. The rest is not changed. */
const longestTidied = 4000;
const longestWord = 100;
const takeOver = /^take[\s-]*over\s+/i;
const leadIn = /^(?:(?:please|show|list|give|get|me|the|all|my|open)\s+)+(?=\S)/i;
const ticketAtStart = /^(?:ticket\s+)?#?\s*(\d{1,9})\s*[-‐‑‒–—−]\s*(\d{1,6})(?!\d)/i;

/** The form of the message. */
export type ChatText = {
  /** The person wrote every character: the text contains no marks of mentions or cards. */
  readonly isPlain?: boolean;
};

/** Returns the command in a message; `incomplete` or `unknown` when the text is not a complete command. */
export function parseChat(text: string, as: ChatText = {}): ChatCommand {
  const clean = cleaned(text, as);
  if (clean === '') return { name: 'help' };
  if (readTicket(clean)?.rest === '') return withTicket('ticket', clean);
  if (takeOver.test(clean)) return withTicket('takeover', clean.replace(takeOver, ''));
  const [word, rest] = firstWordOf(clean);
  const name = commandMeantBy(word);
  if (name) return readCommand(name, rest);
  const withoutLeadIn = clean.replace(leadIn, '');
  return withoutLeadIn === clean ? unknown(clean, word) : parseChat(withoutLeadIn, as);
}

function cleaned(text: string, { isPlain = false }: ChatText): string {
  const own = isPlain ? text : withoutCards(text);
  const begin = own.slice(0, longestTidied);
  const tidy = isPlain ? blanksIn(begin) : blanksIn(withoutMentions(begin));
  // Keeps the whole text: a later check rejects a text that is too long and states its length.
  return `${tidy}${own.slice(longestTidied)}`.trim().replace(/^[/!]+\s*/, '');
}

function withoutMentions(text: string): string {
  return text.replace(/<at[^>]*>[^<]*<\/at>/gi, ' ').replaceAll('&nbsp;', ' ');
}

/** Replaces invisible characters by blanks, except the joiners inside an emoji. */
function blanksIn(text: string): string {
  return text.replace(
    /\u00a0|[\u200b\u200c\u200e\u200f\u2060\ufeff]|\u200d(?!\p{Extended_Pictographic})/gu,
    ' ',
  );
}

function firstWordOf(text: string): [word: string, rest: string] {
  const [raw = ''] = text.split(/\s/, 1);
  const word = raw
    .slice(0, longestWord)
    .toLowerCase()
    .replace(/[.,:;!]+$|(?<=.)\?+$/g, '');
  return [word, text.slice(raw.length).trim()];
}

function readCommand(name: CommandName, rest: string): ChatCommand {
  switch (name) {
    case 'incidents':
      return readIncidents(rest);
    case 'rooms':
      return { name, text: searched(rest) };
    case 'room':
      return rest === ''
        ? incomplete(name, 'Which room? Write its name or a part of it.')
        : { name, text: searched(rest) };
    case 'report':
      return readReport(rest);
    case 'ticket':
    case 'unsuppress':
    case 'suppress':
    case 'extend':
    case 'assign':
    case 'takeover':
    case 'unassign':
    case 'respond':
    case 'resolve':
    case 'remediate':
      return withTicket(name, rest);
    default:
      return { name };
  }
}

function readIncidents(rest: string): ChatCommand {
  let severity: Severity | null = null;
  const place = rest.split(/\s+/).filter((word) => {
    const said = severity ? null : severityMeantBy(word.toLowerCase());
    if (said) severity = said;
    return !said && word !== '';
  });
  if (/^(?:in|at|of|for|from)$/i.test(place[0] ?? '')) place.shift();
  return { name: 'incidents', severity, place: clip(place.join(' '), 200) };
}

function withTicket(
  name: Extract<ChatCommand, { ticket: TicketNumber }>['name'],
  rest: string,
): ChatCommand {
  const read = readTicket(rest);
  if (!read) return incomplete(name, 'Which ticket? Ticket numbers look like 1042-7.');
  const { ticket } = read;
  if (name === 'suppress' || name === 'extend') return readSuppress(name, ticket, read.rest);
  if (name === 'assign') return readAssign(ticket, read.rest);
  if (name === 'resolve') return readResolve(ticket, read.rest);
  if (name === 'remediate') return readRemediate(ticket, read.rest);
  if (name !== 'respond') return { name, ticket };
  const notes = read.rest.replace(/^[:,-]\s*/, '');
  return notes === ''
    ? incomplete(name, `What did you do or find? Write it after the ticket number ${ticket}.`)
    : { name, ticket, notes };
}

function readReport(rest: string): ChatCommand {
  const text = oneLine(rest.replace(/^(?:room|that|in)\s+(?=\S)/i, ''));
  return text.includes(' ')
    ? { name: 'report', text }
    : incomplete('report', 'Which room, and what is wrong with it?');
}

function readResolve(ticket: TicketNumber, rest: string): ChatCommand {
  const reason = oneLine(withoutBecause(rest));
  return reason === ''
    ? incomplete('resolve', `Why is it over? Write the reason after the ticket number ${ticket}.`)
    : { name: 'resolve', ticket, reason };
}

/** The words that people use for the remediations of the platform. */
const remediationWords: readonly (readonly [RegExp, Remediation])[] = [
  [/^(?:re)?(?:start|boot)\s+(?:the\s+)?app\b|^app\s+restart/i, 'restartApp'],
  [/^(?:re)?(?:start|boot)\s+(?:the\s+)?(?:device|room)\b|^reboot\b/i, 'restartDevice'],
  [/^clean(?:\s*-?up)?\b/i, 'cleanUp'],
  [/^(?:collect\s+)?logs?\b/i, 'collectLogs'],
  [/^update\b/i, 'update'],
];

function readRemediate(ticket: TicketNumber, rest: string): ChatCommand {
  const words = rest.replace(/^[:,-]\s*/, '');
  const [, remediation] = remediationWords.find(([pattern]) => pattern.test(words)) ?? [];
  return remediation === undefined
    ? incomplete(
        'remediate',
        'What should the platform try? Say restart app, restart device, clean up, update or collect logs.',
      )
    : { name: 'remediate', ticket, remediation };
}

function withoutBecause(text: string): string {
  return text.trim().replace(/^[,;:.-]*\s*(?:because(?:\s+of)?|since)?\b\s*/i, '');
}

function readTicket(text: string): { ticket: TicketNumber; rest: string } | null {
  const found = ticketAtStart.exec(text);
  if (!found) return null;
  const [room, ordinal] = [Number(found[1]), Number(found[2])];
  if (room === 0 || ordinal === 0) return null;
  return { ticket: `${room}-${ordinal}`, rest: text.slice(found[0].length).trim() };
}

function readAssign(ticket: TicketNumber, rest: string): ChatCommand {
  return /^(?:to\s+me)?[.!]?$/i.test(rest)
    ? { name: 'assign', ticket }
    : incomplete(
        'assign',
        `I can assign ${ticket} to you only. To assign it to another person, use the tab.`,
      );
}

function readSuppress(
  name: 'suppress' | 'extend',
  ticket: TicketNumber,
  text: string,
): ChatCommand {
  const read = readUntil(text);
  if ('unread' in read) {
    return incomplete(
      name,
      `I don't understand how long “${clip(read.unread, 60)}” is. Say for 2h, for 3 days (at most a year), until it recovers or until lifted.`,
    );
  }
  const reason = oneLine(withoutBecause(read.rest));
  const { until } = read;
  if (name === 'suppress') return { name, ticket, until, reason };
  return until === null
    ? incomplete('extend', 'For how long? Say for 2h, until it recovers or until lifted.')
    : { name, ticket, until, reason };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** A search text on one line. A longer text does not improve the result. */
function searched(text: string): string {
  return clip(oneLine(text), 500);
}

function incomplete(meant: CommandName, sentence: string): ChatCommand {
  return { name: 'incomplete', meant, sentence };
}

function unknown(text: string, word: string): ChatCommand {
  return { name: 'unknown', said: clip(oneLine(text), 100), nearest: suggestionFor(word) };
}
