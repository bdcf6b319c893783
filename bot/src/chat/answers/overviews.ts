/** Answers without a subject: help, greeting, digest, reports. */
import { instantAfter, isOutageRow, maySee, type Role } from '@rooms-pro/core';
import type { AdaptiveCard } from '../../cards/index.ts';
import type { Texts } from '../texts/en.ts';
import type { Language, Slots } from '../understanding/meaning.ts';
import { formatAt, type ReadDeps, textsIn } from './answerDeps.ts';
import { episodes } from './details.ts';
import { findIncidentRows, incidentRow } from './lists.ts';
import { replyCard, type Say } from './reply.ts';
import { tourButton } from './tour.ts';

/** Examples of what this person may do. */
export function answerHelp(language: Language, role: Role): AdaptiveCard {
  const t = textsIn(language);
  const { read, work, lead, cards } = t.help.groups;
  const examples = [
    ...read,
    ...(role === 'viewer' ? [] : work),
    ...(role === 'lead' || role === 'manager' ? lead : []),
    ...cards,
  ];
  return replyCard({
    title: t.help.title,
    sentences: [t.help.intro, ...examples.map((example) => `• ${example}`)],
    buttons: [tourButton(language), ...firstButtons(t, language)],
  });
}

/** The buttons below answers without a subject. */
export function firstButtons(t: Texts, language: Language): Say[] {
  return [
    { title: t.buttons.status, say: 'status' },
    { title: t.buttons.incidents, say: language === 'de' ? 'Störungen' : 'incidents' },
    { title: t.buttons.rooms, say: language === 'de' ? 'Räume' : 'rooms' },
  ];
}

/** A greeting with the number of incidents that need action; the first one explains the bot in three steps. */
export function answerGreeting(language: Language, deps: ReadDeps, isFirst: boolean): AdaptiveCard {
  const t = textsIn(language);
  const open = findIncidentRows({ state: 'needsAction' }, deps).filter(
    (row) => isOutageRow(row) || row.suppression === null,
  );
  const [first = deps.person.name] = deps.person.name.split(' ');
  return replyCard({
    sentences: [t.greeting(first, open.length)],
    notes: isFirst ? t.tour : [],
    buttons: [
      ...firstButtons(t, language),
      { title: t.buttons.help, say: language === 'de' ? 'Hilfe' : 'help' },
      tourButton(language),
    ],
  });
}

const digestMs = 24 * 3_600_000;
const mostRows = 6;

/** What happened within the last day. */
export function answerDigest(slots: Slots, language: Language, deps: ReadDeps): AdaptiveCard {
  const t = textsIn(language);
  const since = instantAfter(deps.now, -digestMs);
  const opened = findIncidentRows(slots, deps).filter(
    (row) => (isOutageRow(row) ? row.openedAt : row.activatedAt) >= since,
  );
  const { tickets } = deps.fleet.pastTickets(
    { words: [], severity: null, offset: 0, limit: 200 },
    deps.person,
  );
  const resolved = tickets.filter(
    ({ room, signal }) => (room.signals[signal]?.ticket?.resolvedAt ?? '') >= since,
  );
  const isQuiet = opened.length + resolved.length === 0;
  return replyCard({
    title: t.digest.title(formatAt(since, language, deps.timeZone)),
    sentences: isQuiet
      ? [t.digest.nothing]
      : [t.digest.opened(opened.length), t.digest.resolved(resolved.length)],
    rows: opened.slice(0, mostRows).map((row) => incidentRow(row, t, language, deps)),
    buttons: firstButtons(t, language),
  });
}

/** The rooms with the most or the fewest failures, and where the whole list is. */
export function answerReports(slots: Slots, language: Language, deps: ReadDeps): AdaptiveCard {
  const t = textsIn(language);
  const counted = [...deps.fleet.all()]
    .filter((room) => room.enrolment === 'enrolled' && maySee(deps.person, room))
    .filter((room) => slots.place === undefined || room.building === slots.place)
    .map((room) => ({ name: room.name, count: episodes(room, null) }));
  const isBest = slots.order === 'best';
  const listed = counted
    .filter(({ count }) => isBest || count > 0)
    .sort((one, other) => (isBest ? one.count - other.count : other.count - one.count))
    .slice(0, mostRows);
  return replyCard({
    title: t.reports.title,
    sentences: [
      listed.length === 0 ? t.reports.none : isBest ? t.reports.bestTitle : t.reports.worstTitle,
      ...listed.map(({ name, count }) => `• ${t.reports.worst(name, count)}`),
    ],
    notes: [t.reports.export],
    open: { title: t.buttons.open, url: deps.links.incidents },
  });
}
