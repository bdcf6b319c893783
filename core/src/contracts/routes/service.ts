/** Routes for monitors, for the Bot Framework and for this description itself. */
import { z } from 'zod';
import { alive, botReadiness, ingestReadiness } from '../probes.ts';
import { mia } from './examples/people.ts';
import { json, type Route, returns } from './route.ts';

const common = { method: 'GET', access: 'everyone' } as const;

const probes: readonly Route[] = [
  {
    ...common,
    id: 'getBotLiveness',
    path: '/healthz',
    service: 'bot',
    summary: 'The process of the bot responds.',
    responses: { 200: returns('It responds.', alive) },
    example: { status: 200, response: { status: 'alive' } },
  },
  {
    ...common,
    id: 'getBotReadiness',
    path: '/readyz',
    service: 'bot',
    summary: 'The bot has its rooms in memory and reaches its store.',
    responses: {
      200: returns('It is ready.', botReadiness),
      503: returns('It starts, or it stops, or the store does not respond.', botReadiness),
    },
    example: { status: 200, response: { status: 'ready', rooms: 100, waitingCards: 0 } },
  },
  {
    ...common,
    id: 'getIngestLiveness',
    path: '/api/healthz',
    service: 'ingest',
    summary: 'The process of ingest responds.',
    responses: { 200: returns('It responds.', alive) },
    example: { status: 200, response: { status: 'alive' } },
  },
  {
    ...common,
    id: 'getIngestReadiness',
    path: '/api/readyz',
    service: 'ingest',
    summary: 'Ingest reaches its store and can accept telemetry.',
    responses: {
      200: returns('It is ready.', ingestReadiness),
      503: returns('The store does not respond.', ingestReadiness),
    },
    example: { status: 200, response: { status: 'ready' } },
  },
];

export const serviceRoutes: readonly Route[] = [
  ...probes,
  {
    ...common,
    id: 'getOpenApi',
    path: '/api/openapi.json',
    service: 'bot',
    summary: 'This description.',
    responses: {
      200: returns('An OpenAPI document.', z.looseObject({ openapi: z.string() })),
    },
    example: { status: 200, response: { openapi: '3.1.1' } },
  },
  {
    id: 'receiveActivity',
    method: 'POST',
    path: '/api/messages',
    service: 'bot',
    access: 'botFramework',
    summary: 'The Bot Framework delivers an activity of Teams. No other client calls this route.',
    body: json(z.looseObject({ type: z.string() }).describe('An activity of the Bot Framework.')),
    responses: {
      200: { description: 'The bot has processed the activity.' },
      400: { description: 'The body is not a valid activity.' },
      401: { description: 'The token is missing or not valid.' },
      403: { description: 'The sender may not do this.' },
    },
    example: {
      body: { type: 'message', text: 'incidents', from: { id: '29:1', name: mia.name } },
      status: 200,
    },
  },
];
