/** How messages get to the platform: at once, late, twice, out of order, or after the device was cut off. */
import { type Random, seededRandom } from '../../../demo/src/fleet/random.ts';
import { type Message, messagesOf } from './devices.ts';
import { type Cut, planCuts } from './disconnections.ts';
import type { World } from './groundTruth.ts';
import { minutes, seconds } from './times.ts';

/** How a request came to be sent when it was. */
export type Path = 'live' | 'delayed' | 'repeated' | 'afterRestart' | Cut['mode'];

/** One request. */
export type Delivery = {
  readonly at: number;
  readonly path: Path;
  readonly messages: readonly Message[];
  readonly isGzip: boolean;
  /** The device writes the time of the sending into messages that waited. */
  readonly isRestamped: boolean;
};

type Waiting = {
  readonly path: Path;
  readonly release: string;
  readonly at: number;
  readonly isRestamped: boolean;
};
type Plan = { readonly deliveries: readonly Delivery[]; readonly cuts: readonly Cut[] };

/** Every request of the scenario, in the order of its sending. */
export function planDeliveries(world: World): Plan {
  const random = seededRandom(world.seed * 104_729 + 3);
  const cuts = planCuts(world, random);
  const deliveries: Delivery[] = [];
  const batches = new Map<string, Delivery & { messages: Message[] }>();
  const gateways = new Map<string, Message[]>();
  for (const room of world.rooms) {
    for (const device of room.devices) {
      const own = cuts.filter((cut) => cut.devices.has(device.id));
      const messages = messagesOf(device, world, random);
      planDevice({ world, messages, cuts: own, random, deliveries, batches, gateways });
    }
  }
  for (const [release, messages] of gateways)
    deliveries.push(...asGateway(release, messages, random));
  const all = [...deliveries, ...batches.values()].map((one) => outsideRestarts(one, world));
  const repeats = all.filter(() => random() < 0.03).map((one) => repeatOf(one, world, random));
  return { cuts, deliveries: [...all, ...repeats].sort((a, b) => a.at - b.at) };
}

/** What a sender still has to send when the platform stops waits, in its order, for the start. */
function outsideRestarts(one: Delivery, { restarts }: World): Delivery {
  const down = restarts.find(({ from, to }) => one.at >= from - 500 && one.at < to);
  return down ? { ...one, at: down.to + seconds(60) + (one.at - down.from) } : one;
}

type DevicePlan = {
  readonly world: World;
  readonly messages: readonly Message[];
  readonly cuts: readonly Cut[];
  readonly random: Random;
  readonly deliveries: Delivery[];
  readonly batches: Map<string, Delivery & { messages: Message[] }>;
  readonly gateways: Map<string, Message[]>;
};

function planDevice(plan: DevicePlan): void {
  const { world, messages, cuts, random, deliveries, batches, gateways } = plan;
  const queued = new Map<string, { waiting: Waiting; messages: Message[] }>();
  let freeAt = 0;
  for (const message of messages) {
    const waiting = arrivalOf(message, cuts, world, random);
    if (waiting.path === 'gateway') {
      push(gateways, waiting.release, message);
      freeAt = Math.max(freeAt, waiting.at + seconds(30));
      continue;
    }
    if (waiting.path !== 'live' && waiting.path !== 'delayed') {
      const queue = queued.get(waiting.release) ?? { waiting, messages: [] };
      queue.messages.push(message);
      queued.set(waiting.release, queue);
      freeAt = Math.max(freeAt, waiting.at + minutes(2));
      continue;
    }
    const { room } = message.device;
    const isBatched =
      message.kind === 'beat' && room < 30 && waiting.path === 'live' && message.at > freeAt;
    if (isBatched) {
      const key = `${Math.floor(room / 10)} ${message.at}`;
      const batch = batches.get(key) ?? {
        at: message.at + 400,
        path: 'live',
        messages: [],
        isGzip: message.at % 7 === 0,
        isRestamped: false,
      };
      batch.messages.push(message);
      batches.set(key, batch);
      continue;
    }
    const at = waiting.path === 'delayed' ? waiting.at : Math.max(waiting.at, freeAt);
    if (waiting.path === 'live') freeAt = Math.max(freeAt, at + 1);
    deliveries.push({
      at,
      path: waiting.path,
      messages: [message],
      isGzip: random() < 0.1,
      isRestamped: false,
    });
  }
  for (const { waiting, messages: backlog } of queued.values())
    deliveries.push(...asBacklog(waiting, backlog, random));
}

/** When a message gets out, and what it waits for. */
function arrivalOf(message: Message, cuts: readonly Cut[], world: World, random: Random): Waiting {
  const { index, isLate } = latenessOf(message);
  let at = message.at + 200 + Math.round(random() * 900);
  let path: Path = 'live';
  let release = '';
  let isRestamped = false;
  if (isLate && message.kind === 'change' && random() < 0.25) {
    path = 'delayed';
    at += seconds(10) + Math.round(random() * minutes(7));
  }
  for (let moved = true; moved; ) {
    moved = false;
    const cut = cuts.find(({ from, to }) => at >= from && at < to);
    if (cut) {
      at = cut.to + seconds(2) + ((index * 137) % seconds(15));
      ({ mode: path } = cut);
      release = `${cut.id}`;
      isRestamped = cut.isRestamped && message.device.clock !== 'setBackByADay';
      moved = true;
    }
    const restart = world.restarts.find(({ from, to }) => at >= from - 500 && at < to);
    if (restart) {
      at = restart.to + seconds(5) + ((index * 7_919) % seconds(50));
      path = path === 'several' ? path : 'afterRestart';
      release = `${release} restart ${restart.from}`;
      moved = true;
    }
  }
  if (path === 'gateway') release = `${release} ${at - ((index * 137) % seconds(15))}`;
  return { path, release, at, isRestamped };
}

function latenessOf({ device }: Message) {
  return { index: device.room + 1, isLate: device.room % 10 === 5 || device.room % 10 === 7 };
}

/** A backlog of one device: in one request, or in several. A request takes 100 messages at most. */
function asBacklog(
  { path, at, isRestamped }: Waiting,
  messages: readonly Message[],
  random: Random,
): Delivery[] {
  const found: Delivery[] = [];
  let next = 0;
  let sentAt = at;
  while (next < messages.length) {
    const count =
      path === 'several' ? 1 + Math.floor(random() * Math.max(5, messages.length / 8)) : 90;
    found.push({
      at: sentAt,
      path,
      messages: messages.slice(next, next + count),
      isGzip: random() < 0.5,
      isRestamped,
    });
    next += count;
    sentAt += seconds(1) + Math.round(random() * seconds(6));
  }
  return found;
}

/** Backlogs of several devices in the same requests, device after device. */
function asGateway(release: string, messages: readonly Message[], random: Random): Delivery[] {
  const at = Number(release.split(' ').at(-1));
  return asBacklog({ path: 'gateway', release, at, isRestamped: false }, messages, random);
}

function repeatOf(one: Delivery, world: World, random: Random): Delivery {
  const at = one.at + seconds(1) + Math.round(random() ** 3 * minutes(20));
  const down = world.restarts.find(({ from, to }) => at >= from - 500 && at < to + seconds(60));
  return { ...one, path: 'repeated', at: down ? down.to + seconds(90) : at };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
