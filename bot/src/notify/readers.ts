/** A personal conversation is told no more than its reader may see, as that is now and not when they subscribed. */
import { maySee, type Person, type Room } from '@rooms-pro/core';
import type { Conversation, Subscription } from './audience.ts';

/** The person with this id as they are now; `null` where people are not known one by one. */
export type CurrentPerson = (id: string) => Person | null;

/** Who alone reads a conversation and what they may see; `null`: many, or it is not known. */
export function readerOf({ readerId }: Conversation, current: CurrentPerson): Person | null {
  return readerId === null ? null : current(readerId);
}

/** Whether anything of this room (of an outage: of any room) may be said to this reader. */
export function mayHear(reader: Person | null, room: Room | null): boolean {
  if (reader === null || reader.role === 'manager') return true;
  return room === null ? reader.groups.length > 0 : maySee(reader, room);
}

/** The subscription without the room groups that are not the reader's. */
export function narrowed(subscription: Subscription, reader: Person | null): Subscription {
  if (reader === null || reader.role === 'manager') return subscription;
  const { filter } = subscription;
  const groups = reader.groups.filter((group) => filter.groups?.includes(group) ?? true);
  return { ...subscription, filter: { ...filter, groups } };
}
