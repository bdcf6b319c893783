/** Plays a scenario on a platform, moment by moment, and keeps what the platform showed. */

import { offsetAt } from '../scenario/clocks.ts';
import { firstSeq } from '../scenario/devices.ts';
import type { World } from '../scenario/groundTruth.ts';
import { type Delivery, planDeliveries } from '../scenario/network.ts';
import { minutes, type Span, sweepMs } from '../scenario/times.ts';
import { enrolFurtherDevices, enrolRooms } from './client.ts';
import type { Platform } from './platform.ts';
import { type Product, readProduct, type Sample, takeSample } from './product.ts';
import { bodyOf } from './requestBody.ts';

/** A request that the platform confirmed, and when. */
export type Delivered = { readonly at: number; readonly delivery: Delivery };

/** What was sent and what was shown. */
export type Played = {
  readonly delivered: readonly Delivered[];
  /** When the platform was stopped. */
  readonly down: readonly Span[];
  readonly samples: readonly Sample[];
  readonly product: Product;
};

/** What is to be received when, where the platform takes all of it at once. */
export function plannedFor(world: World): Pick<Played, 'delivered' | 'down'> {
  const { deliveries } = planDeliveries(world);
  return {
    delivered: deliveries.map((delivery) => ({ at: delivery.at, delivery })),
    down: world.restarts,
  };
}

type Moment =
  | { readonly kind: 'deliver'; readonly at: number; readonly delivery: Delivery }
  | { readonly kind: 'sweep' | 'stop' | 'start' | 'sample'; readonly at: number };

const sampleEveryMs = minutes(10);
const leadMs = minutes(2);

export async function play(
  world: World,
  platform: Platform,
  {
    withheld = new Set(),
    sweeps = true,
  }: { readonly withheld?: ReadonlySet<number>; readonly sweeps?: boolean } = {},
): Promise<Played> {
  const { client, epoch } = platform;
  const delivered: Delivered[] = [];
  const down: Span[] = [];
  const samples: Sample[] = [];
  const ids = await enrol(world, platform);
  let stoppedAt = 0;
  for (const moment of momentsOf(world, sweeps)) {
    const at = (await platform.passTo(moment.at + leadMs)) - leadMs;
    switch (moment.kind) {
      case 'deliver': {
        const body = bodyOf(moment.delivery, world, shifted(epoch), withheld);
        const status = await client.post(body);
        if (status !== 200) throw new Error(`Telemetry of ${at} was answered with ${status}.`);
        delivered.push({ at, delivery: moment.delivery });
        break;
      }
      case 'sweep':
        await platform.sweep();
        break;
      case 'sample':
        samples.push(await takeSample(client, at, ids));
        break;
      case 'stop':
        stoppedAt = at;
        await platform.stop();
        break;
      case 'start':
        await platform.start();
        // To start takes time where the clock is not moved by hand.
        down.push({ from: stoppedAt, to: (await platform.passTo(at + leadMs)) - leadMs });
        break;
    }
  }
  const product = await readProduct(client, shifted(epoch), ids);
  return { delivered, down, samples, product };
}

/** The scenario begins a little after the platform. */
const shifted = ({ startMs, pace }: Platform['epoch']) => ({
  startMs: startMs + leadMs / pace,
  pace,
});

async function enrol(world: World, { client, epoch }: Platform): Promise<Map<string, number>> {
  const devices = new Map(world.rooms.flatMap((room) => room.devices).map((one) => [one.id, one]));
  const ids = await enrolRooms(client, world, (id) => {
    const device = devices.get(id);
    if (!device) throw new Error(`There is no device ${id}.`);
    const offsetMs = offsetAt(device.clock, 0, world.spanMs);
    const at = -leadMs;
    const message = {
      device,
      at,
      kind: 'beat' as const,
      seq: device.isNumbered ? firstSeq : 0,
      offsetMs,
      isBabble: false,
      readings: [],
    };
    const delivery = {
      at,
      path: 'live' as const,
      messages: [message],
      isGzip: false,
      isRestamped: false,
    };
    return bodyOf(delivery, world, shifted(epoch), new Set());
  });
  await enrolFurtherDevices(world, ids, client);
  return ids;
}

function momentsOf(world: World, sweeps: boolean): Moment[] {
  const { restarts, spanMs } = world;
  const isUp = (at: number) => !restarts.some(({ from, to }) => at >= from && at < to);
  const every = (kind: 'sweep' | 'sample', stepMs: number) =>
    Array.from({ length: Math.floor(spanMs / stepMs) }, (_, index) => ({
      kind,
      at: (index + 1) * stepMs,
    }));
  const regular = [...(sweeps ? every('sweep', sweepMs) : []), ...every('sample', sampleEveryMs)];
  return [
    ...planDeliveries(world).deliveries.map((delivery) => ({
      kind: 'deliver' as const,
      at: delivery.at,
      delivery,
    })),
    ...regular.filter(({ at }) => isUp(at)),
    ...restarts.map(({ from }) => ({ kind: 'stop' as const, at: from })),
    // The platform looks for what is due as soon as it has started.
    ...restarts.flatMap(({ to }) => [
      { kind: 'start' as const, at: to },
      ...(sweeps ? [{ kind: 'sweep' as const, at: to + 1 }] : []),
    ]),
  ].sort((a, b) => a.at - b.at);
}
