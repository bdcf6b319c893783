/** The bot's questions: one sentence, and buttons that send the completed message. */
import type { AdaptiveCard } from '../cards/index.ts';
import { formatAt, type ReadDeps, textsIn } from './answers/answerDeps.ts';
import { findRoomRows } from './answers/lists.ts';
import { firstButtons } from './answers/overviews.ts';
import { replyCard, type Say } from './answers/reply.ts';
import { orderText } from './orderText.ts';
import type { Texts } from './texts/en.ts';
import type { Doubt, Intent, Language, Meaning, Slots } from './understanding/meaning.ts';

const mostChoices = 5;

/** The card of a question. */
export function clarifyCard(meaning: Meaning, deps: ReadDeps): AdaptiveCard {
  const { language, question, slots } = meaning;
  const t = textsIn(language);
  if (question === undefined) return replyCard({ sentences: [t.ask.whatToDo] });
  const { doubt, meant } = question;
  const buttons = buttonsFor(doubt, meant, slots, language, deps);
  const needsCancel =
    meant !== null && isChange(meant) && buttons.length > 0 && doubt.kind !== 'negated';
  return replyCard({
    sentences: [sentenceFor(doubt, slots, t, deps)],
    buttons: needsCancel
      ? [
          ...buttons.slice(0, mostChoices - 1),
          { title: t.buttons.no, say: language === 'de' ? 'abbrechen' : 'cancel' },
        ]
      : buttons,
  });
}

function isChange(intent: Intent): boolean {
  return /^(?:respond|suppress|unsuppress|assign|unassign|remediate|report|resolve|enrol|subscribe|unsubscribe|quietHours)$/.test(
    intent,
  );
}

function sentenceFor(doubt: Doubt, slots: Slots, t: Texts, deps: ReadDeps): string {
  switch (doubt.kind) {
    case 'unknownName':
    case 'unknownTicket':
    case 'unknownPerson':
    case 'sharedName':
      return t.ask[doubt.kind](doubt.said, doubt.near);
    case 'notThere':
    case 'howLong':
    case 'laterStart':
    case 'pastEnd':
      return t.ask[doubt.kind](doubt.said);
    case 'whichPerson':
      return t.ask.whichPerson(deps.world.people);
    case 'manyRooms':
      return t.ask.manyRooms(
        findRoomRows(slots, deps).length,
        [slots.place, ...(slots.places ?? []), slots.group].filter(Boolean).join(', '),
      );
    case 'meantOrder':
    case 'negated':
      return t.ask[doubt.kind](subject(slots, t));
    case 'openAlready':
      return t.ask.openAlready(slots.room ?? '');
    case 'bookings':
      return t.bookings;
    default:
      return t.ask[doubt.kind];
  }
}

function subject({ ticket, tickets, room, rooms, place }: Slots, t: Texts): string {
  return ticket ?? room ?? place ?? t.list([...(tickets ?? []), ...(rooms ?? [])]);
}

function buttonsFor(
  doubt: Doubt,
  meant: Intent | null,
  slots: Slots,
  language: Language,
  deps: ReadDeps,
): Say[] {
  const t = textsIn(language);
  switch (doubt.kind) {
    case 'unknownName':
    case 'sharedName':
      return doubt.near
        .slice(0, mostChoices)
        .map((name) => choice(name, meant, slots, language, deps));
    case 'unknownTicket':
      return doubt.near.slice(0, mostChoices).map((ticket) => ({
        title: ticket,
        say:
          meant === null || meant === 'ticket'
            ? `ticket ${ticket}`
            : orderText(
                meant,
                { ...slots, ticket: ticket as NonNullable<Slots['ticket']> },
                language,
                deps.timeZone,
              ),
      }));
    case 'unknownPerson':
      return doubt.near.slice(0, mostChoices).map((person) => ({
        title: person,
        say: orderText('assign', { ...slots, person }, language, deps.timeZone),
      }));
    case 'whichPerson':
      return ['me', ...deps.world.people.slice(0, mostChoices - 1)].map((person) => ({
        title: person === 'me' ? t.buttons.takeMe : person,
        say: orderText('assign', { ...slots, person }, language, deps.timeZone),
      }));
    case 'howLong':
    case 'laterStart':
    case 'pastEnd':
      return meant === 'suppress'
        ? endButtons(doubt.kind === 'pastEnd' ? [] : doubt.ends, slots, language, deps)
        : [];
    default:
      return orderButtons(doubt, meant, slots, language, deps);
  }
}

/** Buttons that complete an order, or show what it is about. */
function orderButtons(
  doubt: Doubt,
  meant: Intent | null,
  slots: Slots,
  language: Language,
  deps: ReadDeps,
): Say[] {
  const t = textsIn(language);
  switch (doubt.kind) {
    case 'everything':
      return meant === null
        ? []
        : buildings(deps)
            .slice(0, mostChoices)
            .map((place) => ({
              title: place,
              say: orderText(meant, { ...slots, place }, language, deps.timeZone),
            }));
    case 'whichRemediation':
      return (['restartApp', 'restartDevice', 'cleanUp', 'collectLogs'] as const).map(
        (remediation) => ({
          title: t.words.remediation[remediation],
          say: orderText('remediate', { ...slots, remediation }, language, deps.timeZone),
        }),
      );
    case 'manyRooms':
    case 'openAlready':
    case 'condition':
    case 'meantOrder':
      return meant === null
        ? showButtons(slots, t)
        : [
            { title: t.buttons.yes, say: yesText(meant, slots, doubt, language, deps) },
            ...showButtons(slots, t),
          ];
    case 'stopWhat':
      return [
        {
          title: t.buttons.unsubscribe,
          say: language === 'de' ? 'Keine Karten mehr' : 'unsubscribe',
        },
        { title: t.buttons.no, say: language === 'de' ? 'abbrechen' : 'cancel' },
      ];
    case 'negated':
      return showButtons(slots, t);
    case 'whichTicket':
    case 'whichRoom':
      return openTargets(meant, slots, language, deps);
    default:
      return meant === null ? firstButtons(t, language) : [];
  }
}

/** “Yes” needs the open question; a complete order is safer, because it works later as well. */
function yesText(
  meant: Intent,
  slots: Slots,
  { kind }: Doubt,
  language: Language,
  deps: ReadDeps,
): string {
  const isSafe = kind === 'meantOrder' || kind === 'condition' || kind === 'openAlready';
  return isSafe && meant !== 'suppress'
    ? orderText(meant, slots, language, deps.timeZone)
    : language === 'de'
      ? 'ja'
      : 'yes';
}

function showButtons({ ticket, room }: Slots, t: Texts): Say[] {
  if (ticket) return [{ title: t.buttons.show(ticket), say: `ticket ${ticket}` }];
  return room ? [{ title: t.buttons.show(room), say: room }] : [];
}

function choice(
  name: string,
  meant: Intent | null,
  slots: Slots,
  language: Language,
  deps: ReadDeps,
): Say {
  const isBuilding = buildings(deps).includes(name);
  const { rooms: _, room: __, ...rest } = slots;
  const chosen: Slots = isBuilding ? { ...rest, place: name } : { ...rest, room: name };
  return {
    title: name,
    say:
      meant === null || meant === 'room' ? name : orderText(meant, chosen, language, deps.timeZone),
  };
}

function buildings({ world }: ReadDeps): string[] {
  return [...new Set([...world.names.rooms.values()].map(({ building }) => building))]
    .filter(Boolean)
    .sort();
}

function endButtons(
  ends: readonly string[],
  slots: Slots,
  language: Language,
  deps: ReadDeps,
): Say[] {
  const t = textsIn(language);
  const offered = ends.slice(0, 3).map((until) => ({
    title: t.buttons.until(formatAt(until, language, deps.timeZone)),
    say: orderText('suppress', { ...slots, until }, language, deps.timeZone),
  }));
  const usual = [2, 8].map((hours) => ({
    title: t.buttons.forHours(hours),
    say: `${orderText('suppress', slots, language, deps.timeZone)} ${t.phrases.forHours(hours)}`,
  }));
  return offered.length > 0
    ? offered
    : [
        ...usual,
        {
          title: t.buttons.untilRecovery,
          say: `${orderText('suppress', slots, language, deps.timeZone)} ${t.phrases.untilRecovery}`,
        },
      ];
}

/** The open incidents, as the most probable targets. */
function openTargets(
  meant: Intent | null,
  slots: Slots,
  language: Language,
  deps: ReadDeps,
): Say[] {
  const room = slots.room;
  const rows = findRoomRows(room ? { room } : {}, deps).filter(
    ({ important, warnings }) => important + warnings > 0,
  );
  if (meant === 'report' || meant === 'enrol' || meant === 'remediate') return [];
  return rows
    .flatMap(({ roomId }) => deps.fleet.incidentsIn(roomId, deps.person))
    .slice(0, mostChoices - 1)
    .map(({ ticket, label, room: name }) => ({
      title: `${ticket} · ${label} · ${name}`,
      say:
        meant === null
          ? `ticket ${ticket}`
          : orderText(meant, { ...slots, ticket }, language, deps.timeZone),
    }));
}
