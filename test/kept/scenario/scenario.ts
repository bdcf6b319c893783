/** What the parts of the scenario share: rooms by name, time that passes, and commands of people. */
import { type Client, reading } from '../client.ts';
import { type Member, nora } from '../people.ts';
import type { Product } from '../product.ts';

export type KeptRoom = { readonly device: string; readonly id: string; readonly number: number };

export const minute = 60_000;
/** A key of a gateway, made up like everything else here. */
export const gatewayKey = `rpm_${'kept-database-gateway'.padEnd(43, '0')}`;

export type Scenario = ReturnType<typeof createScenario>;

/** Makes it. `beating`: the devices that send a sign of life every five minutes. */
export function createScenario(product: () => Product, client: Client) {
  const rooms = new Map<string, KeptRoom>();
  const beating = new Set<string>();
  /** What devices report with each sign of life. */
  const standing = new Map<string, (at: string) => readonly object[]>();
  const now = () => product().clock.now();

  const room = (name: string): KeptRoom => {
    const found = rooms.get(name);
    if (!found) throw new Error(`There is no room ${name}.`);
    return found;
  };

  async function beat(): Promise<void> {
    const messages = [...beating].map((device) => ({
      device,
      items: standing.get(device)?.(now()) ?? [],
    }));
    if (messages.length > 0) await client.telemetry(gatewayKey, messages);
  }

  /** Lets time pass in steps, with signs of life and a sweep after each step. */
  async function pass(minutes: number): Promise<void> {
    for (let left = minutes; left > 0; left -= 5) {
      product().clock.pass(Math.min(5, left) * minute);
      await beat();
      await product().sweep();
      await product().bot.notifier.idle();
    }
  }

  /** A reading of a room's device. */
  async function reads(name: string, signal: string, state: string, detail = ''): Promise<void> {
    const { device } = room(name);
    await client.telemetry(gatewayKey, [
      { device, items: [reading(now(), signal, state, detail)] },
    ]);
  }

  /** The number of the ticket of a room's signal. */
  async function ticket(name: string, signal: string): Promise<string> {
    const { signals } = await client.get(nora, `/api/rooms/${room(name).id}`);
    const found = signals.find((one: { signal: string }) => one.signal === signal)?.ticket;
    if (!found) throw new Error(`${name} has no ticket of ${signal}.`);
    return found;
  }

  async function must(member: Member, target: object, action: object): Promise<void> {
    const { ok, sentence } = await client.command(member, target, action);
    if (!ok) throw new Error(`${JSON.stringify({ target, action })}: ${sentence}`);
  }

  return {
    product,
    client,
    now,
    rooms,
    room,
    beating,
    standing,
    beat,
    pass,
    reads,
    ticket,
    /** A command of the tab on the ticket of a signal; throws where it is refused. */
    async act(member: Member, name: string, signal: string, action: object): Promise<void> {
      await must(member, { ticket: await ticket(name, signal) }, action);
    },
    /** A command of the tab on a room, a signal without a ticket or an outage. */
    must,
    /** A click on the card of a ticket, as the card that stands now names it. */
    async click(
      member: Member,
      at: Parameters<Client['click']>[1],
      name: string,
      signal: string,
      verb: string,
      data: object = {},
    ) {
      const number = await ticket(name, signal);
      const { episode, activation } = await client.get(nora, `/api/tickets/${number}`);
      const seen = { ticket: number, episode, activation };
      return client.click(member, at, verb, { ...seen, ...data });
    },
  };
}
