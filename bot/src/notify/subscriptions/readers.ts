/**
 * Limits a conversation to the rooms that the responsible person may see now. In a personal chat this
 * is its reader; in a shared conversation it is the person who made the subscription.
 */
import { maySee, type Person, type Room } from '@rooms-pro/core';
import type { Conversation } from './conversations.ts';
import { type Subscription, stands } from './subscriptions.ts';

/** Finds the current data of a person by id; `null` without a directory of people. */
export type CurrentPerson = (id: string) => Person | null;

/** For a bot without a directory of people. */
export const noPeople: CurrentPerson = () => null;

/**
 * The only reader of a conversation, with the reader's rights; `null` when many people read it or the
 * reader is unknown.
 */
export function currentReader({ readerId }: Conversation, current: CurrentPerson): Person | null {
  return readerId === null ? null : current(readerId);
}

/**
 * Whether this reader may receive cards about this room. `room` is `null` for an outage: then about any
 * room.
 */
export function mayReceive(reader: Person | null, room: Room | null): boolean {
  if (reader === null || reader.role === 'manager') return true;
  return room === null ? reader.groups.length > 0 : maySee(reader, room);
}

/** The subscription limited to the rooms that the responsible person may see now. */
export function currentSubscription(
  subscription: Subscription,
  conversation: Conversation,
  current: CurrentPerson,
): Subscription {
  const { readerId } = conversation;
  const responsibleId = readerId ?? subscription.by ?? null;
  return limitToGroups(subscription, responsibleId === null ? null : current(responsibleId));
}

/**
 * Whether many people read the conversation and the person who made the subscription may see none of
 * its rooms any more.
 */
export function isOrphaned(
  subscription: Subscription,
  conversation: Conversation,
  current: CurrentPerson,
): boolean {
  return (
    conversation.readerId === null &&
    !stands(currentSubscription(subscription, conversation, current))
  );
}

/** The subscription without the room groups that the person does not have. */
function limitToGroups(subscription: Subscription, person: Person | null): Subscription {
  if (person === null || person.role === 'manager') return subscription;
  const { filter } = subscription;
  const groups = person.groups.filter((group) => filter.groups?.includes(group) ?? true);
  return { ...subscription, filter: { ...filter, groups } };
}
