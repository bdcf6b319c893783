/**
 * The tab's API: thin handlers that check the request, query the fleet and respond by the contract.
 */
import { randomUUID } from 'node:crypto';
import {
  type Instant,
  maySee,
  type OutageId,
  type Person,
  type Rules,
  rulesFor,
} from '@rooms-pro/core';
import {
  type CommandsAnswer,
  commandsBody,
  incidentsQuery,
  type Me,
  roomsQuery,
  type SummaryAnswer,
} from '@rooms-pro/core/contracts';
import type { Attachments, OutageRepository, RuleRepository, Store } from '@rooms-pro/store';
import type { Request, Response, Server } from 'restify';
import { AppError } from '../appError.ts';
import type { ExecuteCommand } from '../commands/executeCommand.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Log } from '../log.ts';
import { createOutageRows, type OutageRows } from '../outages/outagesForTab.ts';
import { mountQuarantine } from '../quarantine/mountQuarantine.ts';
import type { QuarantineWatch } from '../quarantine/watchQuarantine.ts';
import { accessMessage } from '../signIn/accessMessage.ts';
import type { Visitor } from '../signIn/people.ts';
import { mountAttachments } from './attachments/attachments.ts';
import { formatIssue } from './http/formatIssue.ts';
import { answerOf, notFound, wordRoutingErrors } from './http/httpErrors.ts';
import { jsonBody } from './http/jsonBody.ts';
import type { MinimumRate } from './http/minimumRate.ts';
import { queryOf } from './http/queryParameters.ts';
import { sendJson } from './http/sendJson.ts';
import { timeZoneOf } from './http/timeZone.ts';
import { mountOpenApi } from './openApi.ts';
import { presentRoom } from './rooms/presentRoom.ts';
import { readRoomHistory } from './rooms/readRoomHistory.ts';
import { readRoomPast } from './rooms/readRoomPast.ts';
import { mountDeviceSettings } from './settings/deviceSettings.ts';
import { mountPeopleSettings, type PeopleSettingsDeps } from './settings/peopleSettings.ts';
import { mountRuleSettings } from './settings/ruleSettings.ts';
import type { Streams } from './stream.ts';
import { presentTicket } from './tickets/presentTicket.ts';
import { findRequestedTicket } from './tickets/requestedTicket.ts';

/**
 * A handler. Its value is the body of the response, and an error that it throws becomes an error
 * response.
 */
export type Handler = (request: Request, person: Person) => unknown;

export type ApiDeps = {
  readonly store: Store;
  readonly fleet: Fleet;
  readonly act: ExecuteCommand;
  readonly streams: Streams;
  /** The documents of outages, as the fleet reads them. */
  readonly outageRepository: OutageRepository;
  /** Returns the rules that are in force now. */
  readonly rules: () => Rules;
  /** The rules that the platform decides by. If present, changed rules take effect at once. */
  readonly ruleRepository?: RuleRepository;
  readonly now: () => Instant;
  readonly log: Log;
  /** The person who sent the request. Throws if the person is unknown. */
  readonly identify: (request: Request) => Promise<Visitor>;
  readonly me: (visitor: Visitor) => Me;
  /** The people to whom a ticket can be assigned, apart from the sender of the request. */
  readonly assignable: () => readonly Person[];
  /** The permissions of people, where managers can change them. */
  readonly peopleSettings?: PeopleSettingsDeps;
  readonly quarantineWatch: Pick<QuarantineWatch, 'checkAgain'>;
  /** The store for files of tickets; `null`: there is none. */
  readonly attachments: Attachments | null;
  /** The minimum rate at which a file must arrive. The default is 64 kB a second. */
  readonly uploadRate?: MinimumRate;
};

const historyShown = 500;
/** The most faults in one response. The sender finds further faults with the next try. */
const mostFaults = 20;

/** Mounts every route of the API on the server. */
export function mountApi(server: Server, deps: ApiDeps): void {
  const { fleet } = deps;
  const outages = createOutageRows({ ...deps, repository: deps.outageRepository });
  wordRoutingErrors(server);
  mountOpenApi(server);
  const get = (path: string, handler: Handler) => server.get(path, answered(deps, handler));

  // People who wait for access can call this route, too: the response contains their access.
  server.get(
    '/api/me',
    answeredTo(deps, async (request) => deps.me(await deps.identify(request))),
  );
  get(
    '/api/summary',
    async (_request, person): Promise<SummaryAnswer> => ({
      outages: await outages.all(person),
      ...fleet.summary(person),
    }),
  );
  get('/api/incidents', async (request, person) => {
    const query = incidentsQuery.parse(queryOf(request), { error: formatIssue });
    await outages.ready();
    return fleet.incidents(query, person);
  });
  get('/api/outages/:id', (request, person) => readOutage(request, person, outages));
  get('/api/rooms', (request, person) =>
    fleet.rooms(roomsQuery.parse(queryOf(request), { error: formatIssue }), person),
  );
  get('/api/rooms/:id', (request, person) => readRoom(request, person, deps, outages));
  get('/api/rooms/:id/history', (request, person) =>
    readRoomHistory(request, entryAsked(request, person, deps).room, queryOf(request), deps),
  );
  get('/api/rooms/:id/past', (request, person) =>
    readRoomPast(entryAsked(request, person, deps).room, deps),
  );
  get('/api/tickets/:number', (request, person) => readTicket(request, person, deps));
  server.post(
    '/api/commands',
    answered(deps, (request, person) => runCommands(request, person, deps)),
  );
  const identify = async (request: Request) => (await letIn(request, deps)).person;
  mountAttachments(server, { ...deps, identify });
  mountRuleSettings(server, deps, (handler) => answered(deps, handler));
  mountDeviceSettings(server, deps, (handler) => answered(deps, handler));
  mountPeopleSettings(server, deps, (handler) => answered(deps, handler));
  mountQuarantine(server, deps, (handler) => answered(deps, handler));
  server.get('/api/stream', async (request: Request, response: Response) => {
    try {
      const { person, untilMs } = await letIn(request, deps);
      deps.streams.assertPlace(person);
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      const forMs = untilMs === null ? null : Math.max(0, untilMs - Date.parse(deps.now()));
      deps.streams.open(response, person, forMs);
      deps.log.info('stream.opened', { streams: deps.streams.count });
    } catch (error) {
      const { status, body, headers } = answerOf(error, deps.log);
      response.send(status, body, headers);
    }
  });
}

type Route = (request: Request, response: Response) => Promise<void>;

/** Runs a handler for a known person with access. */
function answered(deps: ApiDeps, handler: Handler): Route {
  return answeredTo(deps, async (request) => handler(request, (await letIn(request, deps)).person));
}

/** The value of a request is the response; its errors become error responses. */
function answeredTo(deps: ApiDeps, answer: (request: Request) => Promise<unknown>): Route {
  return async (request, response) => {
    try {
      await sendJson(request, response, 200, await answer(request));
    } catch (error) {
      const { status, body, headers } = answerOf(error, deps.log);
      await sendJson(request, response, status, body, headers);
    }
  };
}

/** The person who sent the request. Throws if the person still waits for a manager. */
async function letIn(request: Request, deps: ApiDeps): Promise<Visitor> {
  const visitor = await deps.identify(request);
  const { person, access } = visitor;
  const closed = access === 'waiting' ? accessMessage(person, access) : null;
  if (closed === null) return visitor;
  throw new AppError(closed, { code: 'noAccess', status: 403 });
}

/**
 * The room in a path, `room-12` or `12`. Throws 404 also for a room that the person may not see.
 */
function entryAsked(request: Request, person: Person, { fleet }: ApiDeps) {
  const entry = fleet.entry(`room-${Number(String(request.params.id).replace(/^room-/, ''))}`);
  if (!entry || !maySee(person, entry.room)) throw notFound('room');
  return entry;
}

async function readRoom(request: Request, person: Person, deps: ApiDeps, outages: OutageRows) {
  const entry = entryAsked(request, person, deps);
  const row = deps.fleet.roomRow(entry.room.id);
  if (!row) throw notFound('room');
  const outage = await outages.of(entry.room, person);
  const rules = rulesFor(deps.rules(), entry.room);
  return presentRoom({ entry, row, outage }, person, rules, deps.now());
}

async function readOutage(request: Request, person: Person, outages: OutageRows) {
  const id = String(request.params.id);
  const isName = /^outage-[1-9]\d{0,14}$/.test(id);
  const detail = isName ? await outages.detail(id as OutageId, person) : null;
  if (detail === null) throw notFound(isName ? id : 'outage');
  return detail;
}

async function readTicket(request: Request, person: Person, deps: ApiDeps) {
  const { room, signal, ticket } = findRequestedTicket(request, person, deps.fleet);
  const events = await deps.store.history(room.id, { signal, limit: historyShown });
  const rules = rulesFor(deps.rules(), room);
  const timeZone = timeZoneOf(request, room.timeZone);
  const worked = deps.fleet.workedFor(room, signal);
  const people = deps.assignable();
  const canAttach = deps.attachments !== null;
  const parts = { room, signal, ticket, events, worked, people, timeZone, canAttach };
  return presentTicket(parts, person, rules, deps.now());
}

async function runCommands(
  request: Request,
  person: Person,
  deps: ApiDeps,
): Promise<CommandsAnswer> {
  const body = await jsonBody(request);
  const parsed = commandsBody.safeParse(body, { error: formatIssue });
  if (!parsed.success) {
    const faults = parsed.error.issues.slice(0, mostFaults).map(({ path, message }) => {
      return { pointer: `/${path.join('/')}`, reason: message };
    });
    const [first] = faults;
    throw new AppError(first ? `${first.pointer}: ${first.reason}` : 'not valid', {
      code: 'badRequest',
      status: 400,
      faults,
    });
  }
  const { targets, action } = parsed.data;
  const correlationId = randomUUID();
  const results = await Promise.all(
    targets.map(async (target) => {
      const acted = await deps.act({ actor: person, via: 'tab', target, action, correlationId });
      const fields = { action: action.action, code: acted.code, correlationId };
      deps.log.info(acted.ok ? 'command.done' : 'command.refused', fields);
      return { ok: acted.ok, sentence: acted.sentence, code: acted.code, ...acted.holder };
    }),
  );
  return { results };
}
