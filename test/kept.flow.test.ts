/**
 * The product starts with a database that an earlier version wrote, and reads old and new documents side by
 * side. The kept files and how to keep a further one: see kept/keep.ts.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { scanDocuments } from '@rooms-pro/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differencesSince } from './kept/answers.ts';
import { reading } from './kept/client.ts';
import { openEmbedded } from './kept/embedded.ts';
import { type Kept, type Opened, openKept, readKept, stores } from './kept/opened.ts';
import { harbourCrew, nora, operations, piet, rafe, suri } from './kept/people.ts';
import type { Line } from './kept/rows.ts';
import { untouched, workOn } from './kept/work.ts';

const dates = readdirSync(path.join(import.meta.dirname, 'kept')).flatMap(
  (file) => /^(\d{4}-\d{2}-\d{2})\.jsonl$/.exec(file)?.[1] ?? [],
);

it('there is a kept database', () => {
  expect(dates).toContain('2026-12-01');
});

/** What the tests and `workOn` do, in the names that an older version knows. */
const writtenChanges = [
  'device.rejected',
  'incident.assigned',
  'incident.opened',
  'incident.resolved',
  'incident.responded',
  'message.posted',
  'reading.changed',
  'room.changed',
  'room.enrolled',
  'room.registered',
  'room.retired',
  'room.suppressed',
  'room.suppressionChanged',
  'room.unsuppressed',
  'signal.unsuppressed',
];

describe.each(dates)('the database of %s', (date) => {
  let kept: Kept;
  beforeAll(async () => {
    kept = await readKept(date);
  });

  it('satisfies its own schemas, which find a member that is missing', () => {
    expect(kept.lines.flatMap(kept.older)).toEqual([]);
    const faulty = structuredClone(kept.lines).map((line) => {
      if (line.table === 'rooms') Reflect.deleteProperty(line.body, 'connection');
      return line;
    });
    const rooms = kept.lines.filter(({ table }) => table === 'rooms');
    expect(faulty.flatMap(kept.older)).toHaveLength(rooms.length);
  });

  it('starts in the embedded run', async () => {
    const embedded = await openEmbedded(kept);
    try {
      const response = await fetch(`${embedded.url}/api/rooms?limit=1`);
      const rooms = kept.lines.filter(({ table }) => table === 'rooms').length;
      // One of them is retired.
      expect(await response.json()).toMatchObject({ total: rooms - 1, retired: 1 });
      expect(embedded.quarantine()).toEqual([]);
    } finally {
      await embedded.stop();
    }
  });

  describe.each(stores)('on %s', (storeName) => {
    let opened: Opened;
    beforeAll(async () => {
      opened = await openKept(kept, storeName);
    });
    // Ends it where a test before the last one failed.
    afterAll(() => opened.end());

    const ticketOf = async (name: string, signal: string) => {
      const { signals } = await opened.client.get(nora, `/api/rooms/${opened.room(name).id}`);
      return signals.find((one: { signal: string }) => one.signal === signal);
    };
    const command = async (name: string, signal: string, action: object) => {
      const { ticket } = await ticketOf(name, signal);
      return opened.client.command(nora, { ticket }, action);
    };
    const tell = (key: string, device: string, items: readonly object[] = []) =>
      opened
        .product()
        .post(
          'ingestTelemetry',
          JSON.stringify({ device, sentAt: opened.clock.now(), seq: 9_000, items }),
          { authorization: `Bearer ${key}` },
        );

    it('is read without a fault', async () => {
      const { store } = opened.product();
      await scanDocuments(store);
      let events = 0;
      for (let cursor: string | null = null, more = true; more; ) {
        const page = await store.feed(cursor, 500);
        cursor = page.cursor;
        more = page.entries.length > 0;
        events += page.entries.length;
      }
      expect(events).toBe(opened.before.filter(({ table }) => table === 'events').length);
      expect(store.quarantine.list()).toEqual([]);
    });

    it('shows the same rooms, tickets, outages, people and rules as then', async () => {
      expect(await differencesSince(opened.client, kept.answers)).toEqual([]);
    });

    it('returns the files of a ticket', async () => {
      const { ticket } = await ticketOf('Kauri', 'camera');
      const { attachments } = await opened.client.get(nora, `/api/tickets/${ticket}`);
      const { id } = attachments.find((one: { name: string }) => one.name === 'notes.txt');
      const path = `/api/tickets/${ticket}/attachments/${id}`;
      expect(await opened.client.get(nora, path)).toBe('Port 3 is dead.\n');
    });

    it('ends a suppression at its time, and not before', async () => {
      const { suppression } = await ticketOf('Cedar', 'camera');
      const leftMs = Date.parse(suppression.until.at) - Date.parse(opened.clock.now());
      opened.clock.pass(leftMs - 1);
      await opened.product().sweep();
      expect((await ticketOf('Cedar', 'camera')).suppression).toEqual(suppression);
      opened.clock.pass(1);
      await opened.product().sweep();
      expect((await ticketOf('Cedar', 'camera')).suppression).toBeNull();
    });

    it.each([
      ['needsAction', 'Umbrella', 'camera', { action: 'respond', notes: 'Cable replaced' }],
      ['systemInvestigating', 'Ginkgo', 'meeting-app', { action: 'assign' }],
      ['resolved', 'Birch', 'camera', { action: 'message', text: 'It was the cable.' }],
      ['closed', 'Alder', 'camera', { action: 'message', text: 'It was the cable, too.' }],
    ])('accepts a command on a ticket that is %s', async (status, name, signal, action) => {
      expect(await ticketOf(name, signal)).toMatchObject({ status });
      expect(await command(name, signal, action)).toMatchObject({ ok: true });
      expect(await ticketOf(name, signal)).toMatchObject({ status });
    });

    it('accepts a click on a card that was sent, and a message in a chat', async () => {
      const { ticket } = await ticketOf('Oak', 'camera');
      const seen = { ticket, episode: 1, activation: 2 };
      await opened.client.click(suri, operations, 'assign', seen);
      const shown = await opened.client.get(nora, `/api/tickets/${ticket}`);
      expect(shown).toMatchObject({ assignee: { id: suri.id } });
      // A message is about the person who had the ticket when it was written.
      opened.clock.pass(1_000);
      await opened.client.say(piet, harbourCrew, `take over ${ticket}`);
      const taken = await opened.client.get(nora, `/api/tickets/${ticket}`);
      expect(taken).toMatchObject({ assignee: { id: piet.id } });
    });

    it('recovers a room by telemetry and edits the card that was sent', async () => {
      const { id, device } = opened.room('Ivy');
      const well = [reading(opened.clock.now(), 'camera', 'healthy')];
      const { status } = await tell(kept.secrets.gateway, device, well);
      expect(status).toBe(200);
      expect(await ticketOf('Ivy', 'camera')).toMatchObject({ status: 'resolved' });
      expect(await opened.client.get(nora, `/api/rooms/${id}`)).toMatchObject({
        health: 'healthy',
      });
      const card = opened.cardOf(id, 'camera', operations.id);
      await opened.untilEdited(operations.id, card);
      // Nothing before it in the queue of this conversation was posted anew.
      expect(opened.posted()).not.toContain(operations.id);
    });

    it('accepts the keys and codes that were issued, and no other', async () => {
      const { twin, keys } = kept.secrets;
      const statuses = {
        twin: (await tell(twin.key, twin.device)).status,
        other: (await tell(twin.key, 'mtr-alder')).status,
        unused: (await tell(keys.unused, 'mtr-new-b')).status,
        replaced: (await tell(keys.enrolled, 'mtr-new-a')).status,
        rotated: (await tell(keys.rotated, 'mtr-new-a')).status,
        replacedAfterwards: (await tell(keys.enrolled, 'mtr-new-a')).status,
        revoked: (await tell(keys.revoked, 'mtr-lost')).status,
      };
      expect(statuses).toEqual({
        twin: 200,
        other: 403,
        unused: 200,
        replaced: 200,
        rotated: 200,
        replacedAfterwards: 401,
        revoked: 401,
      });
      const body = JSON.stringify({ code: keys.openCode, device: 'mtr-by-code' });
      const enrolled = await opened.product().post('enrol', body);
      expect((await tell(enrolled.body.key, 'mtr-by-code')).status).toBe(200);
    });

    it('refuses a person who waits for access', async () => {
      expect((await opened.client.ask(rafe, '/api/rooms')).status).toBe(403);
    });

    it('reads old and new documents side by side after a restart', async () => {
      await workOn(opened, kept.secrets.gateway);
      await opened.restart();
      const ids: readonly string[] = untouched.map((name) => opened.room(name).id);
      const ofOld = kept.answers.filter(({ path: asked }) =>
        ids.some((id) => asked.startsWith(`/api/rooms/${id}`)),
      );
      expect(ofOld).toHaveLength(2 * untouched.length);
      expect(await differencesSince(opened.client, ofOld)).toEqual([]);
      expect(await ticketOf('Umbrella', 'camera')).toMatchObject({ status: 'needsAction' });
      expect(await ticketOf('Quay 4', 'camera')).toMatchObject({ status: 'needsAction' });
      expect(await command('Quay 4', 'camera', { action: 'assign' })).toMatchObject({ ok: true });
      const { total } = await opened.client.get(nora, '/api/rooms?limit=1');
      const before = opened.before.filter(({ table }) => table === 'rooms').length;
      // Three devices are new, and one room is retired.
      expect(total).toBe(before + 3 - 1);
      await scanDocuments(opened.product().store);
      expect(opened.product().store.quarantine.list()).toEqual([]);
    });

    it('leaves what it did not change as it was, and writes what the older version can read', async () => {
      const after = await opened.end();
      const bodies = new Set(
        opened.before.map((line) => JSON.stringify('body' in line && line.body)),
      );
      const isOld = (line: Line) => 'body' in line && bodies.has(JSON.stringify(line.body));
      const old = after.filter(isOld);
      const newer = after.filter((line) => 'body' in line && !isOld(line));
      expect(old.length).toBeGreaterThan(400);
      expect(newer.length).toBeGreaterThan(40);
      expect(newer.flatMap(kept.older)).toEqual([]);
      const changes = newer.flatMap((line) =>
        line.table === 'events' ? (line.body['changes'] as { readonly type: string }[]) : [],
      );
      expect([...new Set(changes.map(({ type }) => type))]).toEqual(
        expect.arrayContaining(writtenChanges),
      );
    });
  });
});
