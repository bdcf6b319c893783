import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOutbox, type Delivery, type Message } from './outbox.ts';

const message = (seq: number): Message => ({
  device: 'mtr-hh-01',
  sentAt: '2026-11-22T08:00:00.000Z',
  seq,
  agent: 'test',
  items: [],
});

/** A platform that answers what the test says, and remembers what arrived. */
function openOutbox() {
  const world = { answer: 'delivered' as Delivery | 'throws', arrived: [] as number[], refused: 0 };
  const outbox = createOutbox({
    deliver: async (messages) => {
      if (world.answer === 'throws') throw new Error('No route to host.');
      if (world.answer === 'delivered') world.arrived.push(...messages.map(({ seq }) => seq));
      return world.answer;
    },
    random: () => 0.5,
    onRefused: () => {
      world.refused += 1;
    },
  });
  const send = (from: number, to: number) => {
    for (let seq = from; seq <= to; seq += 1) outbox.send(message(seq));
  };
  return { world, outbox, send };
}

const upTo = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('outbox', () => {
  it('delivers in order', async () => {
    const { world, send } = openOutbox();
    send(1, 45);
    await vi.runAllTimersAsync();
    expect(world.arrived).toEqual(upTo(1, 45));
  });

  it.each(['throws', 'later'] as const)(
    'keeps what meets «%s» and sends it again',
    async (fault) => {
      const { world, send } = openOutbox();
      world.answer = fault;
      send(1, 3);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(world.arrived).toEqual([]);
      world.answer = 'delivered';
      await vi.advanceTimersByTimeAsync(30_000);
      expect(world.arrived).toEqual([1, 2, 3]);
      send(4, 4);
      await vi.advanceTimersByTimeAsync(0);
      expect(world.arrived).toEqual([1, 2, 3, 4]);
    },
  );

  it('lets the oldest go when the platform stays away for long', async () => {
    const { world, send } = openOutbox();
    world.answer = 'throws';
    send(1, 1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    world.answer = 'delivered';
    await vi.advanceTimersByTimeAsync(60_000);
    expect(world.arrived).toEqual(upTo(801, 1_000));
  });

  it('does not repeat what is refused', async () => {
    const { world, send } = openOutbox();
    world.answer = 'refused';
    send(1, 1);
    await vi.runAllTimersAsync();
    world.answer = 'delivered';
    send(2, 2);
    await vi.runAllTimersAsync();
    expect(world).toMatchObject({ arrived: [2], refused: 1 });
  });

  it('sends nothing more once stopped', async () => {
    const { world, outbox, send } = openOutbox();
    world.answer = 'later';
    send(1, 1);
    await vi.advanceTimersByTimeAsync(0);
    outbox.stop();
    world.answer = 'delivered';
    await vi.advanceTimersByTimeAsync(60_000);
    expect(world.arrived).toEqual([]);
  });
});
