/** The ticket in the path of a request, if the person may see its room. */
import {
  findRecord,
  maySee,
  type Person,
  type Room,
  type SignalId,
  type Ticket,
  type TicketNumber,
} from '@rooms-pro/core';
import type { Request } from 'restify';
import type { Fleet } from '../../fleet/fleet.ts';
import { notFound } from '../http/httpErrors.ts';

export type RequestedTicket = {
  readonly room: Room;
  readonly signal: SignalId;
  readonly ticket: Ticket;
};

/** Throws 404 if there is no such ticket, or if this person may not see it. */
export function findRequestedTicket(
  request: Request,
  person: Person,
  fleet: Fleet,
): RequestedTicket {
  const number = String(request.params.number);
  if (!/^\d+-\d+$/.test(number)) throw notFound(`ticket ${number.slice(0, 20)}`);
  const found = fleet.findTicket(number as TicketNumber);
  if (found === null || !maySee(person, found.room)) throw notFound(`ticket ${number}`);
  const { room, signal } = found;
  const { ticket } = findRecord(room, signal);
  if (ticket === null) throw notFound(`ticket ${number}`);
  return { room, signal, ticket };
}
