/** What the platform does by itself, as the API tells of it: attempts, proof, outages, devices. */
import {
  type Command,
  defaultRules,
  type Fact,
  formatZonedTime,
  type Input,
  instantAfter,
  type OutageId,
  type RoomId,
} from '@rooms-pro/core';
import type {
  ActionPayload,
  CommandsAnswer,
  IncidentsAnswer,
  OutageDetail,
  RoomDetail,
  RoomHistoryAnswer,
  RoomPastAnswer,
  RoomsAnswer,
  SummaryAnswer,
  TicketDetail,
} from '@rooms-pro/core/contracts';
import { changeRoom, openOutageRepository } from '@rooms-pro/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiStory } from './apiScenario.suite.ts';

type Story = Awaited<ReturnType<typeof openApiStory>>;
const device = 'device-of-heron';

let story: Story;
let heron: RoomId;
beforeAll(async () => {
  story = await openApiStory();
  heron = await story.addRoom(1, { name: 'Heron', building: 'Pier West', groups: ['west'] });
});
afterAll(() => story.close());

const change = (roomId: RoomId, input: Input) =>
  changeRoom(story.store, defaultRules, {
    roomId,
    input,
    via: 'platform',
    correlationId: 'c',
    now: story.now(),
  });
const says = (facts: readonly Fact[]) =>
  change(heron, { kind: 'telemetry', device, readings: [], facts });
const room = async (as = 'mia') =>
  (await story.ask<RoomDetail>(`/api/rooms/${heron}`, { as })).body;
const ticket = async (number: string, as = 'mia') =>
  (await story.ask<TicketDetail>(`/api/tickets/${number}`, { as })).body;

describe('a ticket', () => {
  it('tells what was tried on the device, and what came of it', async () => {
    await says([
      { kind: 'meeting', inMeeting: false, at: story.now() },
      { kind: 'software', what: 'agent', version: '1.2.0' },
      { kind: 'address', address: '10.1.2.3' },
    ]);
    await story.breaks(heron, 'conference-microphone', 'Missing <b>');
    const { attempts, remediations } = await ticket('1-1');
    expect(attempts).toMatchObject([
      { label: 'Restart app', outcome: null, result: 'under way', endedAt: null },
    ]);
    // One command at a time in a room.
    expect(remediations).toEqual([]);
    const [id = ''] = attempts.map((attempt) => attempt.id);
    expect((await room()).command).toMatchObject({
      label: 'Restart app',
      signal: 'Conference microphone',
      ticket: '1-1',
      device,
      by: null,
    });
    const at = story.now();
    await says([{ kind: 'result', id, outcome: 'failed', detail: 'No <i> rights', at }]);
    expect((await ticket('1-1')).attempts).toMatchObject([
      { outcome: 'failed', result: 'failed', detail: 'No <i> rights' },
    ]);
    expect((await room()).command).toBeNull();
  });

  it('offers remediations to those who may order them only', async () => {
    expect((await ticket('1-1', 'lena')).remediations).toEqual([
      { remediation: 'restartApp', label: 'Restart app' },
      { remediation: 'collectLogs', label: 'Collect logs' },
    ]);
    expect((await ticket('1-1', 'vera')).remediations).toEqual([]);
    const order = { action: 'remediate', remediation: 'collectLogs' } as const;
    const ordered = await story.command<CommandsAnswer>('lena', order, { ticket: '1-1' });
    expect(ordered.body.results).toMatchObject([{ ok: true }]);
    expect((await room()).command?.by).toEqual({ id: 'lena', name: 'Lena' });
  });

  it('says whose response is watched, and how often the advice held', async () => {
    const respond = { action: 'respond', notes: 'Plugged it in.' } as const;
    await story.command('lena', respond, { ticket: '1-1' });
    const { proof, advice } = await ticket('1-1');
    expect(proof).toEqual({ by: { id: 'lena', name: 'Lena' }, until: expect.any(String) });
    expect(advice).toBeNull();
  });

  it('of a report is resolved by a person, with a reason', async () => {
    const what = 'No sound at all';
    const report = { action: 'report', what } as const;
    const told = await story.command<CommandsAnswer>('lena', report, { room: heron });
    expect(told.body.results).toMatchObject([{ ok: true }]);
    const number = (await room()).signals.find(({ signal }) => signal === 'reported')?.ticket;
    const reported = await ticket(String(number), 'lena');
    expect(reported).toMatchObject({ detail: what, resolvedBy: 'person', proof: null });
    expect(reported.actions).toContain('resolve');
    expect((await ticket('1-1', 'lena')).actions).not.toContain('resolve');
    const resolve = { action: 'resolve', reason: 'Volume was down' } as const;
    await story.command('lena', resolve, { ticket: String(number) });
    const over = await ticket(String(number), 'lena');
    expect(over.resolvedBecause).toBe('Lena: Volume was down');
  });
});

describe('a room', () => {
  it('shows its devices as they last told of themselves', async () => {
    const { devices } = await room();
    expect(devices.find(({ id }) => id === device)).toMatchObject({
      agentVersion: '1.2.0',
      address: '10.1.2.3',
      restarts: 0,
      meeting: { inMeeting: false },
    });
  });

  it('is misconfigured beside its health, with the reason', async () => {
    await story.breaks(heron, 'camera-selection', 'USB camera missing');
    const flagged = await room();
    expect(flagged.misconfigured).toMatch(/: USB camera missing$/);
    const row = flagged.signals.find(({ signal }) => signal === 'camera-selection');
    expect(row).toMatchObject({ isMisconfiguration: true, status: 'needsAction' });
    const listed = (await story.ask<RoomsAnswer>('/api/rooms?text=heron')).body.rows[0];
    expect(listed?.misconfigured).toBe(flagged.misconfigured);
  });

  it('has a history of its own, cut into pages', async () => {
    const target = `/api/rooms/${heron}/history`;
    const whole = (await story.ask<RoomHistoryAnswer>(target)).body;
    expect(whole.next).toBeNull();
    expect(whole.entries.at(-1)?.type).toBe('room.registered');
    const types = whole.entries.map(({ type }) => type);
    expect(types).toContain('software.changed');
    expect(types).toContain('incident.responded');
    const opened = whole.entries.findLast(({ type }) => type === 'incident.opened');
    expect(opened?.about).toEqual({ ticket: '1-1', label: 'Conference microphone' });

    const lines: string[] = [];
    let next: number | null = null;
    do {
      const from: string = next === null ? '' : `&before=${next}`;
      const { body } = await story.ask<RoomHistoryAnswer>(`${target}?limit=2${from}`);
      lines.push(...body.entries.map(({ sentence }) => sentence));
      next = body.next;
    } while (next !== null);
    expect(lines).toEqual(whole.entries.map(({ sentence }) => sentence));

    expect((await story.ask(target, { as: 'tom' })).status).toBe(404);
    expect((await story.ask(`${target}?before=0`)).status).toBe(400);
  });

  it('has its past summed up for those who may see the room', async () => {
    const { status, body } = await story.ask<RoomPastAnswer>(`/api/rooms/${heron}/past`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ days: 90, isCut: false });
    expect(body.versions).toMatchObject([{ device, what: 'agent', after: '1.2.0' }]);
    expect(body.responses.at(-1)).toMatchObject({ ticket: '1-1', label: 'Conference microphone' });
    const hidden = await story.ask(`/api/rooms/${heron}/past`, { as: 'tom' });
    expect(hidden.status).toBe(404);
  });

  it('lists its touch panel before that ever reports, to be suppressed and unsuppressed', async () => {
    const panel = async () =>
      (await room()).signals.find(({ signal }) => signal === 'display:console');
    const target = { room: heron, signal: 'display:console' };
    expect(await panel()).toMatchObject({ state: 'unknown', ticket: null, updatedAt: null });
    await story.command('mia', { action: 'suppress', until: 'lifted', reason: '' }, target);
    expect((await panel())?.suppression).not.toBeNull();
    await story.command('mia', { action: 'unsuppress' }, target);
    expect((await panel())?.suppression).toBeNull();
  });

  it('names times in the zone of the reader by any of its names, else in a zone that it names', async () => {
    const until = { kind: 'time', at: '2126-11-30T20:57:00.000Z' } as const;
    const suppress: Command = { action: 'suppress', signal: 'camera', until, reason: '' };
    await story.act(heron, suppress);
    const sentenceFor = async (zone?: string) => {
      const headers: Record<string, string> = zone === undefined ? {} : { 'x-time-zone': zone };
      const { body } = await story.ask<RoomHistoryAnswer>(`/api/rooms/${heron}/history`, {
        headers,
      });
      return body.entries.find(({ type }) => type === 'signal.suppressed')?.sentence;
    };
    const inIndia = 'Camera was suppressed until 1 Dec 2126, 02:27.';
    expect(await sentenceFor('Asia/Calcutta')).toBe(inIndia);
    expect(await sentenceFor('Asia/Kolkata')).toBe(inIndia);
    expect(await sentenceFor('asia/KOLKATA')).toBe(inIndia);
    expect(await sentenceFor('Europe/Kyiv')).toBe(
      'Camera was suppressed until 30 Nov 2126, 22:57.',
    );
    const { timeZone } = await room();
    const inRoom = formatZonedTime(until.at, timeZone);
    for (const zone of [undefined, '', 'Mars/Olympus', 'x'.repeat(500)]) {
      expect(await sentenceFor(zone)).toBe(`Camera was suppressed until ${inRoom}.`);
    }
    await story.act(heron, { action: 'unsuppress', signal: 'camera' });
  });

  it('is retired by a manager, and taken on again', async () => {
    const retire = { action: 'retire' } as const;
    const refused = await story.command<CommandsAnswer>('lena', retire, { room: heron });
    expect(refused.body.results).toMatchObject([{ ok: false }]);
    expect((await room('lena')).actions).not.toContain('retire');
    expect((await room()).actions).toEqual([
      'report',
      'suppress',
      'changeProfile',
      'removeDevice',
      'retire',
    ]);
    const roomsInUse = async () => (await story.ask<{ rooms: number }>('/readyz')).body.rooms;
    const before = await roomsInUse();
    await story.command('mia', retire, { room: heron });
    expect(await roomsInUse()).toBe(before - 1);
    expect(await room()).toMatchObject({ enrolment: 'retired', actions: ['enrol'] });
    const { body } = await story.ask<RoomsAnswer>('/api/rooms?enrolment=retired');
    expect(body).toMatchObject({ total: 1, retired: 1, rows: [{ roomId: heron }] });
    await story.command('mia', { action: 'enrol' }, { room: heron });
    expect((await room()).enrolment).toBe('enrolled');
  });
});

describe('an outage', () => {
  it('is one row, counted over the rooms that one may see', async () => {
    const building = 'Quay 4';
    const rooms = [
      await story.addRoom(11, { name: 'Gull', building, floor: '2', groups: ['west'] }),
      await story.addRoom(12, { name: 'Auk', building, floor: '2', groups: ['east'] }),
    ];
    const place = { scope: 'floor', building, floor: '2', subnet: '' } as const;
    const { id } = await openOutageRepository(story.store).claim(place, story.now());
    const since = instantAfter(story.now(), -defaultRules.disconnectedAfterMs);
    for (const roomId of rooms) {
      await story.reads(roomId, 'camera', 'healthy');
      await change(roomId, { kind: 'silence', since, reason: 'noTelemetry', outage: id });
    }

    const outagesFor = async (as: string) =>
      (await story.ask<SummaryAnswer>('/api/summary', { as })).body.outages;
    expect(await outagesFor('mia')).toMatchObject([
      { id, place: 'Quay 4 · Floor 2', building, rooms: 2, since: expect.any(String) },
    ]);
    expect(await outagesFor('vera')).toMatchObject([{ rooms: 1 }]);
    const gull = await story.ask<RoomDetail>('/api/rooms/room-11');
    expect(gull.body.outage).toMatchObject({ id, rooms: 2 });
    expect((await room()).outage).toBeNull();

    const outage = { outage: id };
    const listedFor = async (as: string) =>
      (await story.ask<IncidentsAnswer>('/api/incidents?text=quay', { as })).body;
    expect(await listedFor('mia')).toMatchObject({ total: 1, rows: [{ id, rooms: 2 }] });
    expect((await story.ask(`/api/outages/${id}`, { as: 'nobody' })).status).not.toBe(200);

    const acted = async (as: string, action: ActionPayload, ...targets: readonly object[]) => {
      const { body } = await story.command<CommandsAnswer>(as, action, ...targets);
      return body.results;
    };
    const stream = await story.stream('vera');
    expect(await acted('tom', { action: 'assign' }, outage)).toMatchObject([
      { ok: true, sentence: 'The outage in Quay 4 · Floor 2 is assigned to you.' },
    ]);
    // Another page learns of it by its own rooms.
    await stream.until('room-11');
    await stream.close();
    expect(await acted('lena', { action: 'assign' }, outage)).toMatchObject([
      { ok: false, code: 'assignedToOther', assignee: { id: 'tom' } },
    ]);
    expect(await acted('lena', { action: 'assign', takeOverFrom: 'tom' }, outage)).toMatchObject([
      {
        ok: true,
        sentence: 'The outage in Quay 4 · Floor 2 is assigned to you, taken over from Tom.',
      },
    ]);
    expect(await acted('vera', { action: 'respond', notes: 'x' }, outage)).toMatchObject([
      { ok: false, code: 'notPermitted' },
    ]);
    // Many at once: what an outage does not know is refused for it alone.
    const many = [outage, { room: heron, signal: 'camera' }];
    const suppress = { action: 'suppress', until: '1h', reason: '' } as const;
    expect((await acted('mia', suppress, ...many)).map(({ ok }) => ok)).toEqual([false, true]);
    expect(await acted('lena', { action: 'respond', notes: 'Switch restarted' }, outage)).toEqual([
      {
        ok: true,
        code: 'done',
        sentence:
          'Your response on the outage in Quay 4 · Floor 2 is recorded. It ends when its rooms are back.',
      },
    ]);

    const detail = async (as: string) =>
      (await story.ask<OutageDetail>(`/api/outages/${id}`, { as })).body;
    expect(await detail('lena')).toMatchObject({
      assignee: { id: 'lena' },
      response: { notes: 'Switch restarted', by: { id: 'lena' } },
      disconnected: [{ room: 'Gull', since, ticket: '11-1' }],
      actions: ['respond', 'unassign'],
      history: [
        { by: 'Lena', via: 'tab', sentence: 'Responded.', note: 'Switch restarted' },
        { by: 'Lena', via: 'tab', sentence: 'Assigned to Lena, taken over from Tom.' },
        { by: 'Tom', via: 'tab', sentence: 'Assigned to Tom.' },
        { by: 'Platform' },
      ],
    });
    expect((await detail('mia')).disconnected.map(({ room }) => room)).toEqual(['Auk', 'Gull']);
    expect((await story.ask('/api/outages/outage-99')).status).toBe(404);
    expect((await story.ask('/api/outages/..%2f')).status).toBe(404);

    const enough: Command = { action: 'retire' };
    for (const roomId of rooms) await story.act(roomId, enough);
    expect(await outagesFor('mia')).toEqual([]);
    await endOutage(id);
    expect(await detail('mia')).toMatchObject({
      rooms: 0,
      endedAt: expect.any(String),
      actions: [],
    });
    expect(await acted('mia', { action: 'assign' }, outage)).toMatchObject([
      { ok: false, code: 'alreadyResolved' },
    ]);
    // The next outage at this place leaves the record of this one alone.
    const repository = await loadOutages();
    const next = await repository.claim(place, story.now());
    expect(next.id).not.toBe(id);
    expect((await detail('mia')).history).toHaveLength(5);
    const restarted = await loadOutages();
    expect(restarted.byId(id)?.work?.entries).toHaveLength(3);
    expect(restarted.ongoing().map((one) => one.id)).toEqual([next.id]);
  });
});

async function loadOutages() {
  const repository = openOutageRepository(story.store);
  await repository.load();
  return repository;
}

async function endOutage(id: OutageId): Promise<void> {
  await (await loadOutages()).end(id, story.now());
}
