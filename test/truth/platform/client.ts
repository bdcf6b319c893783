/** The product from outside: requests of devices, and the API that people's pages use. */
import { z } from 'zod';
import { fetchFitting } from '../../../bot/src/api/checkResponses.suite.ts';
import type { World } from '../scenario/groundTruth.ts';
import type { Body } from './requestBody.ts';

export type Client = {
  /** Sends telemetry; answers the status. */
  post(body: Body): Promise<number>;
  get<T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T>>;
  /** Sends JSON as people's pages and new devices do; answers the JSON. */
  send(path: string, body: object): Promise<unknown>;
  command(targets: readonly object[], action: object): Promise<void>;
};

/** `origin` is asked each time: the platform may listen elsewhere after a restart. */
export function createClient(origin: () => string, key: () => string): Client {
  const send = async (path: string, body: object): Promise<unknown> => {
    const response = await fetchFitting(`${origin()}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  return {
    send,
    async post({ bytes, isGzip }) {
      const response = await fetchFitting(`${origin()}/api/telemetry`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key()}`,
          'content-type': 'application/json',
          ...(isGzip ? { 'content-encoding': 'gzip' } : {}),
        },
        body: Uint8Array.from(bytes),
      });
      await response.arrayBuffer();
      return response.status;
    },
    async get(path, schema) {
      const response = await fetchFitting(`${origin()}${path}`, {
        headers: { 'accept-encoding': 'identity' },
      });
      return schema.parse(await response.json());
    },
    async command(targets, action) {
      const answer = z.object({
        results: z.array(z.object({ ok: z.boolean(), sentence: z.string() })),
      });
      const { results } = answer.parse(await send('/api/commands', { targets, action }));
      for (const { ok, sentence } of results) if (!ok) throw new Error(sentence);
    },
  };
}

const roomsPage = z.object({
  total: z.number(),
  rows: z.array(z.object({ roomId: z.string(), name: z.string(), health: z.string() })),
});

/** All rooms of the scenario as the page of rooms shows them, by the id of their main device or their name. */
export async function listRooms(client: Client, text: string) {
  const rows: z.infer<typeof roomsPage>['rows'] = [];
  for (;;) {
    const path = `/api/rooms?text=${text}&limit=200&offset=${rows.length}`;
    const page = await client.get(path, roomsPage);
    rows.push(...page.rows);
    if (rows.length >= page.total || page.rows.length === 0) return rows;
  }
}

/** Makes the rooms through their first message, places them, and has them watched. */
export async function enrolRooms(
  client: Client,
  world: World,
  firstBody: (device: string) => Body,
): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const { index, name, building, floor, devices } of world.rooms) {
    const [main] = devices;
    if (!main) continue;
    await client.post(firstBody(main.id));
    const known = (await listRooms(client, encodeURIComponent(main.id))).find(
      (row) => row.name === main.id || row.name.includes(main.id),
    );
    if (!known) throw new Error(`The platform has no room for ${main.id}.`);
    ids.set(known.roomId, index);
    const profile = {
      name,
      building,
      floor,
      timeZone: 'Europe/Berlin',
      meetingMode: 'teams',
      expectedDisplays: 1,
    };
    await client.command([{ room: known.roomId }], { action: 'changeProfile', profile });
    await client.command([{ room: known.roomId }], { action: 'enrol' });
  }
  return ids;
}

/** Brings the further devices of rooms in, as a person does it: with a code for the room. */
export async function enrolFurtherDevices(
  world: World,
  ids: ReadonlyMap<string, number>,
  { send }: Client,
): Promise<void> {
  const codeAnswer = z.object({ code: z.string() });
  for (const [roomId, index] of ids) {
    for (const { id } of world.rooms[index]?.devices.slice(1) ?? []) {
      const { code } = codeAnswer.parse(
        await send('/api/settings/codes', { device: id, room: roomId }),
      );
      z.object({ key: z.string() }).parse(await send('/api/enrol', { code, device: id }));
    }
  }
}
