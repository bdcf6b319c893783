/**
 * Notices that people get once: the verdict on a response, and the approaching or reached end of a
 * suppression. Pure.
 */
import {
  effectiveSuppression,
  findRecord,
  formatDurationBetween,
  formatZonedTime,
  type Missed,
  type Notice,
  type Room,
  type Rules,
  recommendedActionFor,
  ruleFor,
  rulesFor,
  type SignalId,
  signalLabel,
} from '@rooms-pro/core';
import type { Action, AdaptiveCard, Element, ExecuteAction } from '../adaptiveCard.ts';
import { bullets, card, paragraph } from '../elements.ts';
import { type CardVerb, endingButtons, inputPanel } from '../incident/cardForms.ts';
import { placeOf } from '../incident/incidentView.ts';
import { plain } from '../plainText.ts';
import { count } from './plainCards.ts';

export type RoomNoticeView = {
  readonly room: Room;
  readonly notice: Notice;
  readonly rules: Rules;
  /** Deep link to the ticket, or to the room where there is none. */
  readonly openUrl: string;
};

type FixNotice = Extract<Notice, { readonly respondedAt: unknown }>;
type NoticeOf<K extends Notice['kind']> = Extract<Notice, { readonly kind: K }>;
type NoticeContent = {
  readonly summary: string;
  readonly more: Element[];
  readonly actions: Action[];
};

/** The notice as a small card, with the sentence for a notification. */
export function roomNoticeCard(view: RoomNoticeView): {
  readonly card: AdaptiveCard;
  readonly summary: string;
} {
  const { room, openUrl } = view;
  const { summary, more, actions } = toContent(view);
  const body = [
    paragraph(summary, { weight: 'bolder' }),
    paragraph(placeOf(room), { spacing: 'none', isSubtle: true, size: 'small', max: 160 }),
    ...more,
  ];
  const open: Action = { type: 'Action.OpenUrl', title: 'Open', url: openUrl };
  return { card: card(body, { actions: [...actions, open], fallbackText: summary }), summary };
}

function toContent({ room, notice, rules: given }: RoomNoticeView): NoticeContent {
  const rules = rulesFor(given, room);
  switch (notice.kind) {
    case 'fix.verified':
      return verifiedContent(room, notice, rules);
    case 'fix.failed':
      return failedContent(room, notice, rules);
    case 'suppression.ending':
      return endingContent(room, notice, rules);
    case 'suppression.ended':
      return endedContent(room, notice, rules);
  }
}

function verifiedContent(room: Room, notice: FixNotice, rules: Rules): NoticeContent {
  const { by, respondedAt, at, signal } = notice;
  const waited = formatDurationBetween(respondedAt, at);
  const summary = `✅ Verified healthy: ${nameOf(room, signal, rules)}.`;
  const held = `It is still healthy ${waited} after the response of ${plain(by.name, 80)}.`;
  return { summary, more: [paragraph(held, { spacing: 'small' })], actions: [] };
}

function failedContent(room: Room, notice: FixNotice, rules: Rules): NoticeContent {
  const { by, respondedAt, at, signal } = notice;
  const rule = ruleFor(rules, signal);
  const waited = formatDurationBetween(respondedAt, at);
  const action = recommendedActionFor(rule, findRecord(room, signal).detail);
  return {
    summary: `❗ Did not hold: ${nameOf(room, signal, rules)} is still unhealthy ${waited} after the response of ${plain(by.name, 80)}.`,
    more: [
      paragraph(`Next step: ${action}`, { spacing: 'small' }),
      paragraph('What else usually helps:', { spacing: 'small' }),
      ...bullets(rule.resolutions.slice(0, 3)),
    ],
    actions: [],
  };
}

function endingContent(
  room: Room,
  notice: NoticeOf<'suppression.ending'>,
  rules: Rules,
): NoticeContent {
  const { signal, by, until } = notice;
  const name = nameOf(room, signal, rules);
  const standing = signal === 'room' ? room.suppression : findRecord(room, signal).suppression;
  const stands = standing?.until.kind === 'time' && standing.until.at === until;
  if (!stands) {
    const more = [paragraph(`It was set by ${plain(by.name, 80)}.`, { spacing: 'small' })];
    const summary = `🔕 The suppression of ${name} has ended.`;
    return { summary, more, actions: suppressAgain(room, signal) };
  }
  return {
    summary: `🔕 The suppression of ${name} ends at ${formatZonedTime(until, room.timeZone)}.`,
    more: [
      paragraph(
        `It was set by ${plain(by.name, 80)}. Signals that are unhealthy at that time get an incident and a card.`,
        { spacing: 'small' },
      ),
    ],
    actions: endingButtons(execute(room, signal)),
  };
}

const endedHow = {
  lifted: 'was lifted',
  expired: 'reached its end',
  recovered: 'ended with the recovery',
} as const;

/** The most lines on the card. The tab shows all of them. */
const missedShown = 8;

function endedContent(
  room: Room,
  notice: NoticeOf<'suppression.ended'>,
  rules: Rules,
): NoticeContent {
  const { signal, missed, since, because } = notice;
  const name = nameOf(room, signal, rules);
  const more = missed.length - missedShown;
  return {
    summary: `🔔 While ${name} was suppressed, ${count(missed.length, 'incident')} would have been sent.`,
    more: [
      ...bullets(
        missed
          .toReversed()
          .slice(0, missedShown)
          .map((one) => formatMissed(one, room, rules)),
      ),
      ...(more > 0
        ? [paragraph(`… and ${more} earlier.`, { isSubtle: true, spacing: 'small' })]
        : []),
      paragraph(
        `Suppressed since ${formatZonedTime(since, room.timeZone)}; the suppression ${endedHow[because]}.`,
        { isSubtle: true, size: 'small', spacing: 'small' },
      ),
    ],
    actions: suppressAgain(room, signal),
  };
}

function formatMissed({ signal, at, detail }: Missed, room: Room, rules: Rules): string {
  const reported = detail === '' ? '' : ` (${plain(detail, 100)})`;
  return `${signalLabel(rules, signal)}, ${formatZonedTime(at, room.timeZone)}${reported}`;
}

function nameOf(room: Room, signal: SignalId | 'room', rules: Rules): string {
  const name = plain(room.name, 80);
  return signal === 'room' ? name : `${signalLabel(rules, signal)} in ${name}`;
}

/** Only while nothing is suppressed, because the lifecycle would reject the action. */
function suppressAgain(room: Room, signal: SignalId | 'room'): Action[] {
  const standing = signal === 'room' ? room.suppression : effectiveSuppression(room, signal);
  if (standing !== null) return [];
  return [inputPanel('suppress', execute(room, signal), 'Suppress again')];
}

/** A suppression is of a signal or a room, so there may be no ticket to name. */
function execute(room: Room, signal: SignalId | 'room') {
  const data = signal === 'room' ? { room: room.id } : { room: room.id, signal };
  return (verb: CardVerb, title: string): ExecuteAction => {
    return { type: 'Action.Execute', title, verb, data };
  };
}
