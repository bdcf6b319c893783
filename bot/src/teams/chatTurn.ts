/** A message of Teams as the chat reads it: its text, the card above it, the time zone and the subscription. */
import { type Person, type TicketNumber, timeZoneNamed } from '@rooms-pro/core';
import { z } from 'zod';
import {
  beginCards,
  endCards,
  narrowCards,
  type SubscribingDeps,
} from '../notify/subscriptions/subscribe.ts';
import type { SubscriptionFilter } from '../notify/subscriptions/subscriptions.ts';
import { findHtml, type Incoming, textWithoutBot, toConversation } from './incoming/activity.ts';
import { plainText, type Said } from './incoming/messageText.ts';
import type { TurnDeps } from './turnDeps.ts';

/** The data of a button that sends a command. */
const commandButtonData = z.looseObject({ say: z.string().max(500) });

/** The beginning of the working day: the end of `until tomorrow`. */
export const dayBegins = '08:00';

export function isCallForHelp(text: string): boolean {
  return /^\W*(?:<at[^>]*>[^<]*<\/at>\W*)?(?:help|hilfe|\?)?\W*$/i.test(text);
}

/** The sender's time zone; without one, the zone of a room. */
export function zoneOf(activity: Incoming, { fleet }: TurnDeps): string {
  const named = timeZoneNamed(activity.localTimezone ?? '');
  if (named !== null) return named;
  for (const room of fleet.all()) return room.timeZone;
  return 'UTC';
}

/** The ticket of the card under which the message was written, or which it quotes. */
export function ticketAbove(
  activity: Incoming,
  { notifier, fleet }: TurnDeps,
): TicketNumber | null {
  const thread = /;messageid=(\d+)/.exec(activity.conversation.id)?.[1];
  const quoted = /itemtype="http:\/\/schema\.skype\.com\/Reply"[^>]*itemid="([^"]+)"/.exec(
    findHtml(activity) ?? '',
  )?.[1];
  const { conversationId } = toConversation(activity);
  for (const id of [quoted, activity.replyToId, thread]) {
    const card = id ? notifier.incidentOf(conversationId, id) : null;
    const ticket = card && fleet.room(card.roomId)?.signals[card.signal]?.ticket;
    if (ticket) return ticket.number;
  }
  return null;
}

/** The text of the message, or the command of a button. */
export function saidIn(activity: Incoming): Said {
  const said = plainText(textWithoutBot(activity), findHtml(activity));
  if (said.text !== '') return said;
  return { text: commandButtonData.safeParse(activity.value).data?.say ?? '', isPlain: false };
}

export function subscriptionOf(activity: Incoming, person: Person, deps: TurnDeps) {
  const { conversationId, kind } = toConversation(activity);
  return {
    isShared: kind !== 'personal',
    stands: () => deps.subscriptions.find(conversationId) !== null,
    begin: () => beginCards(conversationId, person, subscribingOf(deps)),
    end: () => endCards(conversationId, person, subscribingOf(deps)),
    narrow: (filter: SubscriptionFilter) =>
      narrowCards(conversationId, person, filter, subscribingOf(deps)),
    save: () => saveSubscription(conversationId, person, deps),
  };
}

/** Returns a function that restores the subscription as it is now. */
function saveSubscription(
  conversationId: string,
  person: Person,
  { subscriptions, now }: TurnDeps,
) {
  const before = subscriptions.find(conversationId);
  return async () => {
    const present = subscriptions.find(conversationId);
    if (before === null) {
      await subscriptions.unsubscribe(conversationId, { by: person.id, at: now() });
    } else if (present === null) await subscriptions.subscribe(before);
    else await subscriptions.replace(before);
  };
}

export function subscribingOf({ subscriptions, people, now, log }: TurnDeps): SubscribingDeps {
  return { subscriptions, current: people.current, now, log };
}
