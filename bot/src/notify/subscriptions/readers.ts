/**
 * A conversation is told no more than somebody may see who answers for it, as that is now and not when
 * they subscribed: its reader where one person reads it, whoever made the subscription where many do.
 */
import { maySee, type Person, type Room } from '@rooms-pro/core';
import { type Conversation, type Subscription, stands } from './subscriptions.ts';

/** The person with this id as they are now; `null` where people are not known one by one. */
export type CurrentPerson = (id: string) => Person | null;

/** Where people are not known one by one. */
export const noPeople: CurrentPerson = () => null;

/** Who alone reads a conversation and what they may see; `null`: many, or it is not known. */
export function readerZone({ readerId }: Conversation, current: CurrentPerson): Person | null {
  return readerId === null ? null : current(readerId);
}

/** Whether anything of this room (of an outage: of any room) may be said to this reader. */
export function mayReceive(reader: Person | null, room: Room | null): boolean {
  if (reader === null || reader.role === 'manager') return true;
  return room === null ? reader.groups.length > 0 : maySee(reader, room);
}

/** The subscription as it holds now: of the rooms of whoever reads it alone, or made it for many. */
export function heldNow(
  subscription: Subscription,
  conversation: Conversation,
  current: CurrentPerson,
): Subscription {
  const { readerId } = conversation;
  const answering = readerId ?? subscription.by ?? null;
  return narrowed(subscription, answering === null ? null : current(answering));
}

/** Whether many read it and whoever made the subscription may see none of its rooms any more. */
export function isOrphaned(
  subscription: Subscription,
  conversation: Conversation,
  current: CurrentPerson,
): boolean {
  return conversation.readerId === null && !stands(heldNow(subscription, conversation, current));
}

/** The subscription without the room groups that are not the person's. */
function narrowed(subscription: Subscription, person: Person | null): Subscription {
  if (person === null || person.role === 'manager') return subscription;
  const { filter } = subscription;
  const groups = person.groups.filter((group) => filter.groups?.includes(group) ?? true);
  return { ...subscription, filter: { ...filter, groups } };
}
