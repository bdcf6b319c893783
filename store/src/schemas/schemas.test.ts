/** The schemas and real documents: documents of the product match, and damaged documents never throw. */
import { defaultTicket, type Room } from '@rooms-pro/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { noon, roomId, sampleEvent, sampleRoom } from '../contract/sampleRooms.suite.ts';
import { documentKinds } from '../store.ts';
import { documentSchemas } from './documents.ts';
import { eventSchema } from './event.ts';
import { readStored, type StoredKind } from './faultIn.ts';
import { compileFits } from './fits.ts';
import { fullRoom, realDocuments } from './realDocuments.suite.ts';
import { roomSchema } from './room.ts';

const reals: readonly (readonly [StoredKind, string, object])[] = [
  ...documentKinds.map(
    (kind) => [kind, realDocuments[kind].id, realDocuments[kind].value] as const,
  ),
  ['room', roomId(1), fullRoom(1)],
  ['room', roomId(1), sampleRoom(1)],
  ['event', `${roomId(1)}@1`, sampleEvent(sampleRoom(1))],
];

/** A value of a type that no member of a stored document has. */
const strange: readonly unknown[] = [null, 7.5, 'from the future', true, [], {}, ['a'], -1];

/** Copies of a value; in each copy one member at any depth is missing or has another type. */
function* mutants(value: unknown): Generator<{ readonly path: string; readonly value: unknown }> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    const put = (changed: unknown) =>
      Array.isArray(value) ? value.with(Number(name), changed) : { ...value, [name]: changed };
    if (!Array.isArray(value)) {
      const { [name as never]: _, ...without } = value;
      yield { path: name, value: without };
    }
    for (const other of strange) yield { path: name, value: put(other) };
    for (const inner of mutants(member))
      yield { path: `${name}/${inner.path}`, value: put(inner.value) };
  }
}

describe.each(reals)('a real %s', (kind, id, value) => {
  it('matches', () => {
    expect(readStored(kind, id, value)).toEqual({ value });
  });

  it('matches with members that a newer version adds', () => {
    if (kind === 'setting') return;
    expect(readStored(kind, id, { ...value, added: { by: 'a newer version' } })).toHaveProperty(
      'value',
    );
  });

  it('with any damage is used or reported, and no fault contains its content', () => {
    for (const mutant of mutants(value)) {
      const read = readStored(kind, id, mutant.value);
      if (!('fault' in read)) continue;
      expect(read.fault.reason).toMatch(/^(is|has|holds|This|Each|Default|At|does|A group) ?/);
      expect(JSON.stringify(read.fault)).not.toContain('from the future');
    }
  });

  it.each([[null], [7], ['text'], [[]], [true]])('is not %j', (other) => {
    expect(readStored(kind, id, other)).toHaveProperty('fault');
  });
});

describe('the fast check', () => {
  const schemas: readonly (readonly [string, z.ZodType, object])[] = [
    ['room', roomSchema, fullRoom(1)],
    ['event', eventSchema, sampleEvent(sampleRoom(1))],
    ...Object.entries(documentSchemas).map(
      ([kind, schema]) =>
        [kind, schema, realDocuments[kind as keyof typeof documentSchemas].value] as const,
    ),
  ];

  it.each(schemas)('agrees with zod for every damaged %s', (_, schema, value) => {
    const fits = compileFits(schema);
    for (const { path, value: mutant } of [{ path: '', value }, ...mutants(value)])
      expect([path, fits(mutant)]).toEqual([path, schema.safeParse(mutant).success]);
  });

  it('agrees with zod for any value', () => {
    const schema = z.looseObject({
      a: z.string().min(2),
      b: z.union([z.number(), z.literal('x')]).optional(),
      c: z.record(z.string(), z.boolean().nullable()),
      d: z.strictObject({ e: z.int() }).optional(),
    });
    const fits = compileFits(schema);
    const members = { a: fc.anything(), b: fc.anything(), c: fc.anything(), d: fc.anything() };
    const values = fc.oneof(fc.anything(), fc.record(members, { requiredKeys: [] }));
    fc.assert(fc.property(values, (value) => fits(value) === schema.safeParse(value).success));
  });
});

describe('a room', () => {
  it('of an earlier version gets the missing members', () => {
    const { notices: _, ...room } = fullRoom(1);
    const read = readStored('room', roomId(1), room);
    expect(read).toMatchObject({ value: { notices: [], ticketCount: 1 } });
  });

  it.each<readonly [string, (room: Room) => unknown]>([
    ['/signals/camera/ticket/status', (room) => withTicket(room, { status: 'escalated' })],
    ['/signals/camera/ticket/openedAt', (room) => withTicket(room, { openedAt: 'yesterday' })],
    ['/signals/hologram', (room) => ({ ...room, signals: { hologram: room.signals.camera } })],
    ['/enrolment', (room) => ({ ...room, enrolment: 'paused' })],
    ['/timeZone', (room) => ({ ...room, timeZone: 'Mars/Olympus' })],
    ['/revision', ({ revision: _, ...room }) => room],
  ])('of a newer version is named by its member %s', (where, change) => {
    expect(readStored('room', roomId(1), change(fullRoom(1)))).toMatchObject({ fault: { where } });
  });
});

function withTicket(room: Room, over: object) {
  const { camera } = room.signals;
  const ticket = { ...defaultTicket, ...camera?.ticket, ...over };
  return { ...room, signals: { ...room.signals, camera: { ...camera, ticket } } };
}

describe('a ticket', () => {
  const read = (over: object) => {
    const room = fullRoom(1);
    const signals = Object.fromEntries(
      Object.entries(room.signals).map(([signal, record]) => [
        signal,
        { ...record, ticket: record?.ticket ? { ...record.ticket, ...over } : null },
      ]),
    );
    const result = readStored('room', roomId(1), { ...room, signals });
    const tickets = 'value' in result ? Object.values((result.value as Room).signals) : [];
    return tickets.flatMap((record) => record?.ticket ?? []);
  };

  it('loses the members that its status does not have', () => {
    const tickets = read({ status: 'resolved', resolvedAt: noon, resolvedBecause: 'Over.' });
    expect(tickets.length).toBeGreaterThan(0);
    for (const ticket of tickets) {
      expect(ticket).toMatchObject({ status: 'resolved', investigatesUntil: null });
      expect(ticket).toMatchObject({ escalatesAt: null, flappingSince: null });
    }
  });

  it('with an unknown status is a fault', () => {
    expect(read({ status: 'unopened' })).toEqual([]);
    expect(read({ status: 'reviewed' })).toEqual([]);
  });
});

describe('an event', () => {
  it('of a newer version with an unknown change matches', () => {
    const event = { ...sampleEvent(sampleRoom(1)), changes: [{ type: 'room.painted', at: noon }] };
    expect(readStored('event', 'room-1@1', event)).toEqual({ value: event });
  });

  it('with a known change that lacks a member does not match', () => {
    const event = { ...sampleEvent(sampleRoom(1)), changes: [{ type: 'room.registered' }] };
    expect(readStored('event', 'room-1@1', event)).toMatchObject({
      fault: { where: '/changes/0/name', reason: 'is missing' },
    });
  });
});
