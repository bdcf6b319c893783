/** The tab's API: thin handlers that check, ask the fleet, and answer in the wire contract. */
import { randomUUID } from 'node:crypto';
import {
  type Instant,
  maySee,
  type Person,
  type Rules,
  recordOf,
  type TicketNumber,
} from '@rooms-pro/core';
import {
  type CommandsAnswer,
  commandsBody,
  incidentsQuery,
  type Me,
  roomsQuery,
} from '@rooms-pro/core/contracts';
import type { Store } from '@rooms-pro/store';
import type { Request, Response, Server } from 'restify';
import type { Act } from '../act.ts';
import { AppError } from '../appError.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Log } from '../log.ts';
import { answerOf, notFound, wordRoutingErrors } from './httpErrors.ts';
import { jsonBody } from './jsonBody.ts';
import { presentRoom } from './presentRoom.ts';
import { presentTicket } from './presentTicket.ts';
import type { Streams } from './stream.ts';

export type ApiDeps = {
  readonly store: Store;
  readonly fleet: Fleet;
  readonly act: Act;
  readonly streams: Streams;
  readonly rules: Rules;
  readonly now: () => Instant;
  readonly log: Log;
  /** Who asks; throws when nobody known does. */
  readonly identify: (request: Request) => Promise<Person>;
  readonly me: (person: Person) => Me;
};

const historyShown = 500;

/** Mounts every route of the API on the server. */
export function mountApi(server: Server, deps: ApiDeps): void {
  const { fleet, rules, now } = deps;
  wordRoutingErrors(server);
  const get = (path: string, handler: (request: Request, person: Person) => unknown) =>
    server.get(path, answered(deps, handler));

  get('/api/me', (_request, person) => deps.me(person));
  get('/api/summary', (_request, person) => fleet.summary(person));
  get('/api/incidents', (request, person) =>
    fleet.incidents(incidentsQuery.parse(queryOf(request)), person),
  );
  get('/api/rooms', (request, person) => fleet.rooms(roomsQuery.parse(queryOf(request)), person));
  get('/api/rooms/:id', (request, person) => {
    const entry = fleet.entry(`room-${Number(String(request.params.id).replace(/^room-/, ''))}`);
    const row = entry && fleet.roomRow(entry.room.id);
    if (!entry || !row || !maySee(person, entry.room)) throw notFound('room');
    return presentRoom(entry, row, person, rules, now());
  });
  get('/api/tickets/:number', (request, person) => readTicket(request, person, deps));
  server.post(
    '/api/commands',
    answered(deps, (request, person) => runCommands(request, person, deps)),
  );
  server.get('/api/stream', async (request: Request, response: Response) => {
    try {
      const person = await deps.identify(request);
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      deps.streams.open(response, person);
      deps.log.info('stream.opened', { streams: deps.streams.count });
    } catch (error) {
      const { status, body } = answerOf(error, deps.log);
      response.send(status, body);
    }
  });
}

/** Runs a handler for whoever asks; its value is the answer, its errors become one. */
function answered(
  deps: ApiDeps,
  handler: (request: Request, person: Person) => unknown,
): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    response.header('cache-control', 'no-store');
    try {
      const person = await deps.identify(request);
      response.send(200, await handler(request, person));
    } catch (error) {
      const { status, body } = answerOf(error, deps.log);
      response.send(status, body);
    }
  };
}

/** The query as plain text values; the first of a repeated one counts. */
function queryOf(request: Request): Record<string, string> {
  const query = new URLSearchParams(request.getQuery());
  return Object.fromEntries([...query].reverse().filter(([, value]) => value !== ''));
}

async function readTicket(request: Request, person: Person, deps: ApiDeps) {
  const number = String(request.params.number);
  if (!/^\d+-\d+$/.test(number)) throw notFound(`ticket ${number.slice(0, 20)}`);
  const found = deps.fleet.findTicket(number as TicketNumber);
  if (found === null || !maySee(person, found.room)) throw notFound(`ticket ${number}`);
  const { room, signal } = found;
  const { ticket } = recordOf(room, signal);
  if (ticket === null) throw notFound(`ticket ${number}`);
  const events = await deps.store.history(room.id, { signal, limit: historyShown });
  return presentTicket(room, signal, ticket, events, person, deps.rules, deps.now());
}

async function runCommands(
  request: Request,
  person: Person,
  deps: ApiDeps,
): Promise<CommandsAnswer> {
  const body = await jsonBody(request);
  const parsed = commandsBody.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AppError(`/${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'not valid'}`, {
      code: 'badRequest',
      status: 400,
    });
  }
  const { targets, action } = parsed.data;
  const correlationId = randomUUID();
  const results = await Promise.all(
    targets.map(async (target) => {
      const acted = await deps.act({ actor: person, via: 'tab', target, action, correlationId });
      const fields = { action: action.action, code: acted.code, correlationId };
      deps.log.info(acted.ok ? 'command.done' : 'command.refused', fields);
      return { ok: acted.ok, sentence: acted.sentence };
    }),
  );
  return { results };
}
