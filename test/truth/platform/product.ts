/** What the product shows: health and outages from time to time, and the whole history at the end. */
import { z } from 'zod';
import { type Client, listRooms } from './client.ts';
import { type Epoch, scenarioTime } from './requestBody.ts';

/** What the pages showed at a time. */
export type Sample = {
  readonly at: number;
  /** By the number of the room. */
  readonly health: ReadonlyMap<number, string>;
  readonly outages: readonly { readonly place: string; readonly rooms: number }[];
};

/** A line of a room's history. */
export type HistoryLine = {
  readonly at: number;
  readonly type: string;
  /** The ticket's signal; empty where it is about the room. */
  readonly signal: string;
  readonly ticket: string;
  readonly sentence: string;
};

export type ProductRoom = {
  readonly room: number;
  readonly health: string;
  readonly history: readonly HistoryLine[];
  /** Signals with an incident that is open. */
  readonly open: readonly string[];
  /** State of each signal. */
  readonly signals: ReadonlyMap<string, string>;
};
export type Product = readonly ProductRoom[];

const summary = z.object({
  outages: z.array(z.object({ place: z.string(), rooms: z.number() })),
});

export async function takeSample(
  client: Client,
  at: number,
  ids: ReadonlyMap<string, number>,
): Promise<Sample> {
  const rows = await listRooms(client, 'Truth');
  const { outages } = await client.get('/api/summary', summary);
  const health = new Map<number, string>();
  for (const { roomId, health: shown } of rows) {
    const room = ids.get(roomId);
    if (room !== undefined) health.set(room, shown);
  }
  return { at, health, outages };
}

const detail = z.object({
  health: z.string(),
  incidents: z.array(z.object({ signal: z.string() })),
  signals: z.array(
    z.object({ signal: z.string(), state: z.string(), ticket: z.string().nullable() }),
  ),
});

const historyPage = z.object({
  next: z.number().nullable(),
  entries: z.array(
    z.object({
      type: z.string(),
      at: z.string(),
      sentence: z.string(),
      about: z.object({ ticket: z.string(), label: z.string() }).nullable(),
    }),
  ),
});

export async function readProduct(
  client: Client,
  epoch: Epoch,
  ids: ReadonlyMap<string, number>,
): Promise<Product> {
  const rooms: ProductRoom[] = [];
  for (const [roomId, room] of ids) {
    const shown = await client.get(`/api/rooms/${roomId}`, detail);
    const signalOf = new Map(shown.signals.map(({ ticket, signal }) => [ticket, signal]));
    const history: HistoryLine[] = [];
    let before: number | null = null;
    do {
      const from: string = before === null ? '' : `&before=${before}`;
      const page: z.infer<typeof historyPage> = await client.get(
        `/api/rooms/${roomId}/history?limit=200${from}`,
        historyPage,
      );
      for (const { type, at, sentence, about } of page.entries) {
        const ticket = about?.ticket ?? '';
        history.push({
          at: scenarioTime(at, epoch),
          type,
          ticket,
          signal: signalOf.get(ticket) ?? '',
          sentence,
        });
      }
      before = page.next;
    } while (before !== null);
    rooms.push({
      room,
      health: shown.health,
      history: history.reverse(),
      open: shown.incidents.map(({ signal }) => signal),
      signals: new Map(shown.signals.map(({ signal, state }) => [signal, state])),
    });
  }
  return rooms;
}
