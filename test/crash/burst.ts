/** The rooms' side: failures and recoveries in envelopes of several rooms, and what was confirmed. */
import { setTimeout as wait } from 'node:timers/promises';
import type { SignalId } from '@rooms-pro/core';
import type { TelemetryAnswer } from '@rooms-pro/core/contracts';
import type { CrashRoom } from './prepareDatabase.ts';

export const crashSignals: readonly SignalId[] = [
  'display:1',
  'display:2',
  'camera',
  'conference-microphone',
];

/** A reading as it was sent. */
export type Sent = {
  readonly form: 'reading';
  readonly signal: SignalId;
  readonly state: 'healthy' | 'unhealthy';
  readonly detail: string;
  readonly observedAt: string;
};
type Message = {
  readonly device: string;
  readonly sentAt: string;
  readonly seq: number;
  readonly items: readonly Sent[];
};

/** A transition that the platform said it had applied. */
export type Confirmed = Sent & { readonly device: string };

export type RoomsSide = {
  /** What was answered `applied`, over all lives. */
  readonly confirmed: readonly Confirmed[];
  /** One envelope with a heartbeat of every room, some with news. Whether it was answered. */
  burst(url: string): Promise<boolean>;
  heartbeat(url: string): Promise<boolean>;
  /** Sends again what never got an answer, as a device would. */
  sendAgain(url: string): Promise<void>;
};

const turnsPerEnvelope = 0.15;

/** Devices of these rooms behind one gateway. `random`: 0 to 1. */
export function createRoomsSide(
  rooms: readonly CrashRoom[],
  key: string,
  random: () => number,
): RoomsSide {
  const confirmed: Confirmed[] = [];
  const unanswered: (readonly Message[])[] = [];
  const unhealthy = new Set<string>();
  let seq = 0;
  let lastMs = 0;

  function turn(device: string): Sent {
    const signal = crashSignals[Math.floor(random() * crashSignals.length)] ?? 'camera';
    const at = `${device} ${signal}`;
    const fails = !unhealthy.delete(at);
    if (fails) unhealthy.add(at);
    // Never the same instant twice, so that each reading is news of its own.
    lastMs = Math.max(lastMs + 1, Date.now());
    const observedAt = new Date(lastMs).toISOString();
    const state = fails ? 'unhealthy' : 'healthy';
    return {
      form: 'reading',
      signal,
      state,
      detail: `${fails ? 'No signal' : 'Signal'} ${lastMs}`,
      observedAt,
    };
  }

  function message({ device }: CrashRoom, items: readonly Sent[]): Message {
    seq += 1;
    return { device, sentAt: new Date().toISOString(), seq, items };
  }

  async function send(url: string, messages: readonly Message[]): Promise<boolean> {
    const answer = await post(url, key, { messages });
    if (answer === null) return false;
    messages.forEach(({ device, items }, at) => {
      items.forEach((item, index) => {
        const verdict = answer.results[at]?.items[index]?.verdict;
        if (verdict === 'applied') confirmed.push({ ...item, device });
        if (verdict === undefined || verdict === 'rejected') {
          throw new Error(`${JSON.stringify(item)} was answered ${JSON.stringify(answer)}`);
        }
      });
    });
    return true;
  }

  return {
    confirmed,
    async burst(url) {
      const messages = rooms.map((room) =>
        message(room, random() < turnsPerEnvelope ? [turn(room.device)] : []),
      );
      const isAnswered = await send(url, messages);
      if (!isAnswered) unanswered.push(messages);
      return isAnswered;
    },
    heartbeat: (url) =>
      send(
        url,
        rooms.map((room) => message(room, [])),
      ),
    async sendAgain(url) {
      for (const messages of unanswered.splice(0)) {
        if (!(await send(url, messages))) throw new Error('Sent again, and no answer again.');
      }
    },
  };
}

/** The answer, or `null` when the platform died before it came. */
async function post(url: string, key: string, body: object): Promise<TelemetryAnswer | null> {
  let status = 0;
  let text = '';
  try {
    const response = await fetch(`${url}/api/telemetry`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    status = response.status;
    text = await response.text();
  } catch {
    return null;
  }
  if (status !== 200) throw new Error(`Telemetry was answered ${status}: ${text}`);
  return JSON.parse(text) as TelemetryAnswer;
}

/** Asks again and again until nothing is wrong any more; throws the faults that stay. */
export async function untilNothing(find: () => Promise<readonly string[]>): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const faults = await find();
    if (faults.length === 0) return;
    if (Date.now() > deadline) throw new Error(`Still not true:\n${faults.join('\n')}`);
    await wait(60);
  }
}
