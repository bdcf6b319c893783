/** Routes about rooms, incidents and outages, and the commands of people. */
import { z } from 'zod';
import { commandsAnswer, commandsBody } from '../commands/commands.ts';
import { incidentsAnswer, incidentsQuery } from '../incidents/incidentRow.ts';
import { summaryAnswer } from '../incidents/summary.ts';
import { me } from '../me.ts';
import { outageDetail } from '../outages/outageDetail.ts';
import { roomDetail } from '../rooms/roomDetail.ts';
import { roomHistoryAnswer, roomHistoryQuery } from '../rooms/roomHistory.ts';
import { roomPastAnswer } from '../rooms/roomPast.ts';
import { roomsAnswer, roomsQuery } from '../rooms/roomRow.ts';
import { ticketDetail } from '../tickets/ticketDetail.ts';
import { outageId, ticketNumber } from '../vocabulary.ts';
import { mia, now, withRole } from './examples/people.ts';
import * as example from './examples/rooms.ts';
import { botErrors, json, type Route, returns, timeZoneHeader } from './route.ts';

const oneRoom = z.object({
  id: z
    .string()
    .regex(/^(room-)?\d+$/)
    .describe('`room-12` or `12`.'),
});
const common = { method: 'GET', service: 'bot', access: 'person' } as const;

const lists: readonly Route[] = [
  {
    ...common,
    id: 'getMe',
    path: '/api/me',
    access: 'visitor',
    summary: 'Who the person is and what the person may do here.',
    responses: { 200: returns('The person.', me), ...botErrors(501) },
    example: {
      status: 200,
      response: {
        person: withRole(mia, 'manager'),
        people: [],
        embedded: false,
        access: 'granted',
        pace: 1,
      },
    },
  },
  {
    ...common,
    id: 'getSummary',
    path: '/api/summary',
    summary: 'Counts of incidents and rooms, the most frequent issues, and outages that continue.',
    responses: { 200: returns('The summary.', summaryAnswer), ...botErrors(501) },
    example: { status: 200, response: example.summary },
  },
  {
    ...common,
    id: 'listIncidents',
    path: '/api/incidents',
    summary: 'Open incidents, and outages as one row each.',
    query: incidentsQuery,
    responses: { 200: returns('One page of the list.', incidentsAnswer), ...botErrors(501) },
    example: {
      query: { severity: 'important', limit: '50' },
      status: 200,
      response: { total: 2, rows: [example.outage, example.incident], confirmedAt: now },
    },
  },
  {
    ...common,
    id: 'listRooms',
    path: '/api/rooms',
    summary: 'Rooms with their health.',
    query: roomsQuery,
    responses: { 200: returns('One page of the list.', roomsAnswer), ...botErrors(501) },
    example: {
      query: { health: 'unhealthy' },
      status: 200,
      response: {
        total: 1,
        counts: example.counts,
        retired: 0,
        rows: [example.room],
        confirmedAt: now,
      },
    },
  },
];

const details: readonly Route[] = [
  {
    ...common,
    id: 'getRoom',
    path: '/api/rooms/{id}',
    summary: 'One room with its devices, signals and incidents.',
    pathParameters: oneRoom,
    responses: { 200: returns('The room.', roomDetail), ...botErrors(404, 501) },
    example: { path: { id: example.roomId }, status: 200, response: example.roomDetail },
  },
  {
    ...common,
    id: 'getRoomHistory',
    path: '/api/rooms/{id}/history',
    summary: 'What happened in a room, line by line.',
    pathParameters: oneRoom,
    query: roomHistoryQuery,
    headers: timeZoneHeader,
    responses: {
      200: returns('One page, newest first.', roomHistoryAnswer),
      ...botErrors(404, 501),
    },
    example: {
      path: { id: example.roomId },
      query: { limit: '1' },
      status: 200,
      response: example.roomHistory,
    },
  },
  {
    ...common,
    id: 'getRoomPast',
    path: '/api/rooms/{id}/past',
    summary: 'A summary of the last 90 days of a room.',
    pathParameters: oneRoom,
    responses: { 200: returns('The summary.', roomPastAnswer), ...botErrors(404, 501) },
    example: { path: { id: example.roomId }, status: 200, response: example.roomPast },
  },
  {
    ...common,
    id: 'getOutage',
    path: '/api/outages/{id}',
    summary: 'One outage with its rooms and its history.',
    pathParameters: z.object({ id: outageId }),
    responses: { 200: returns('The outage.', outageDetail), ...botErrors(404, 501) },
    example: { path: { id: example.outageId }, status: 200, response: example.outageDetail },
  },
  {
    ...common,
    id: 'getTicket',
    path: '/api/tickets/{number}',
    summary: 'One ticket with its history, messages and attachments.',
    pathParameters: z.object({ number: ticketNumber }),
    headers: timeZoneHeader,
    responses: { 200: returns('The ticket.', ticketDetail), ...botErrors(404, 501) },
    example: {
      path: { number: example.ticketNumber },
      status: 200,
      response: example.ticketDetail,
    },
  },
];

const actions: readonly Route[] = [
  {
    ...common,
    id: 'runCommands',
    method: 'POST',
    path: '/api/commands',
    summary: 'Does one action on up to 200 targets, for example responds to an incident.',
    body: json(commandsBody),
    responses: {
      200: returns(
        'The result for each target, also for those that did not change.',
        commandsAnswer,
      ),
      ...botErrors(413, 415, 501),
    },
    example: {
      body: {
        targets: [{ ticket: example.ticketNumber }],
        action: { action: 'respond', notes: 'Plugged the HDMI cable in again.' },
      },
      status: 200,
      response: {
        results: [{ ok: true, sentence: 'Your response to Display 1 is recorded.', code: 'done' }],
      },
    },
  },
  {
    ...common,
    id: 'openStream',
    path: '/api/stream',
    summary: 'Server-sent events that name the rooms that changed.',
    responses: {
      200: {
        description:
          'Events with the name `changed` and data of the schema `StreamChange`. The event `superseded` ends the stream: the person has opened too many others.',
        content: { type: 'text/event-stream' },
      },
      ...botErrors(501),
    },
    example: { status: 200 },
  },
];

export const roomRoutes: readonly Route[] = [...lists, ...details, ...actions];
