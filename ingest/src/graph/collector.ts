/**
 * The way in for rooms without our Monitoring Software: reads from Microsoft Graph what it knows of
 * every Teams Rooms device, and passes on what is new on the same way as telemetry over HTTP.
 * What was last passed on is remembered in memory only: after a start everything goes through once,
 * and the rooms themselves find most of it unchanged, which costs no write.
 */
import { randomUUID } from 'node:crypto';
import type { Rules } from '@rooms-pro/core';
import { isUnreadable } from '@rooms-pro/store';
import type { GraphConfig } from '../config.ts';
import type { RoomDeps } from '../deps.ts';
import { roomInUse } from '../devices/roomFinder.ts';
import { eachBounded } from '../eachBounded.ts';
import { createMessageApplier } from '../telemetry/applyMessages.ts';
import { readingAt } from '../telemetry/readItems.ts';
import { fromReadMessage, type IncomingMessage, readMessage } from '../telemetry/readMessage.ts';
import { createGraphClient, type GraphClient, type GraphClientOptions } from './graphClient.ts';
import { GraphError, type GraphFault } from './graphError.ts';
import type { GraphTokens } from './graphTokens.ts';
import { type ListedDevice, listDevices } from './listDevices.ts';
import { deviceTelemetry } from './readDevice.ts';

export type CollectorDeps = RoomDeps &
  Pick<GraphClientOptions, 'wait' | 'chance'> & {
    readonly config: Pick<GraphConfig, 'baseUrl'>;
    readonly tokens: GraphTokens;
    /** Ends a run where it is, after four minutes; the next one begins with what was left out. */
    readonly deadline?: () => AbortSignal;
  };

/** What one run did, in devices. */
export type CollectResult = {
  readonly listed: number;
  /** Phones, panels and others that are no room. */
  readonly otherKinds: number;
  /** Those with news. */
  readonly passedOn: number;
  /** Those without news that Graph calls connected. */
  readonly heard: number;
  /** Those of which Graph knows nothing that would count. */
  readonly unknown: number;
  /** Those whose health could not be read this time. */
  readonly failed: number;
  /** Why the list of devices, or the run, ended early; `null`: it did not. */
  readonly fault: GraphFault | null;
};

/** Runs once; a call during a run joins it. `stop` ends a run where it is and waits for it. */
export type Collector = { (): Promise<CollectResult>; stop(): Promise<void> };

/** How often to collect: four times before a room that is not heard counts as disconnected. */
export function collectEveryMs({
  disconnectedAfterMs,
}: Pick<Rules, 'disconnectedAfterMs'>): number {
  return Math.max(15_000, Math.floor(disconnectedAfterMs / 4));
}

const runForMs = 4 * 60_000;
const devicesAtOnce = 8;
const devicesPerBatch = 100;

type Counts = { passedOn: number; heard: number; unknown: number; failed: number };
type Run = {
  readonly client: GraphClient;
  readonly correlationId: string;
  readonly counts: Counts;
  fault: GraphFault | null;
};

/** Makes the collector. Faults of Graph are counted and told, never thrown; those of the store are. */
export function createCollector(deps: CollectorDeps): Collector {
  const { log, tokens, config } = deps;
  const passOn = createPassing(deps);
  const stopping = new AbortController();
  let running: Promise<CollectResult> | null = null;

  async function run(): Promise<CollectResult> {
    const deadline = deps.deadline?.() ?? AbortSignal.timeout(runForMs);
    const signal = AbortSignal.any([deadline, stopping.signal]);
    const { wait, chance } = deps;
    const patience = { ...(wait && { wait }), ...(chance && { chance }) };
    const client = createGraphClient({ tokens, signal, ...patience });
    const counts: Counts = { passedOn: 0, heard: 0, unknown: 0, failed: 0 };
    const correlationId = `collect-${randomUUID()}`;
    const list = await listDevices(client, config.baseUrl);
    const state: Run = { client, correlationId, counts, fault: list.fault?.code ?? null };
    await passOn(list.devices, list.fault === null, state);
    const { fault } = state;
    const { otherKinds } = list;
    const result: CollectResult = { listed: list.devices.length, otherKinds, ...counts, fault };
    const fields = { correlationId, ...result };
    if (fault !== null) log.warn('collect.incomplete', fields, list.fault?.cause);
    else log.info('collect.finished', fields);
    return result;
  }

  const collect = (): Promise<CollectResult> => {
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
  const stop = async (): Promise<void> => {
    stopping.abort();
    await running?.catch(() => {});
  };
  return Object.assign(collect, { stop });
}

/** Remembers what was passed on of each device and when it was last asked for. */
function createPassing(deps: CollectorDeps) {
  const applyMessages = createMessageApplier(deps);
  const marks = new Map<string, string>();
  const askedAt = new Map<string, number>();
  let turn = 0;

  /** A message of this device, and the mark that it leaves; `null`: there is nothing to say. */
  async function readOne(device: ListedDevice, index: number, run: Run) {
    const now = deps.now();
    const { health, hasFailed } = await readHealth(run, deps.config.baseUrl, device);
    const news = deviceTelemetry({ device, health }, now);
    const isNew = !hasFailed && news.items.length > 0 && marks.get(device.id) !== news.mark;
    if (hasFailed) run.counts.failed += 1;
    if (news.connection === null) {
      if (!hasFailed) run.counts.unknown += 1;
      // Telemetry would call its room connected, which Graph does not say.
      if (!isNew || !(await isConnected(deps, device.id))) return null;
    }
    if (!isNew && news.connection !== 'healthy') return null;
    const items = isNew ? [...news.items] : [];
    const message = { device: device.id, sentAt: now, seq: 0, items };
    const at = { ...readingAt(deps, now, run.correlationId), isOurs: true } as const;
    const isSignOfLife = news.connection === 'healthy';
    const said = readMessage(index, message, at);
    const input = { ...said.input, isSignOfLife };
    const read = { ...said, input, isSignOfLife, name: device.name };
    return { read, mark: isNew ? news.mark : null };
  }

  async function passBatch(batch: readonly ListedDevice[], run: Run): Promise<void> {
    const messages: IncomingMessage[] = [];
    const learnt = new Map<string, { readonly mark: string; readonly index: number }>();
    await eachBounded(batch.entries(), devicesAtOnce, async ([index, device]) => {
      // Once nothing more can be read, nobody is asked in vain.
      if (run.fault === 'outOfTime' || run.fault === 'notSignedIn') return;
      askedAt.set(device.id, turn);
      const one = await readOne(device, index, run);
      if (one === null) return;
      messages.push(fromReadMessage(one.read));
      if (one.mark === null) run.counts.heard += 1;
      else {
        run.counts.passedOn += 1;
        learnt.set(device.id, { mark: one.mark, index });
      }
    });
    if (messages.length === 0) return;
    const results = await applyMessages(messages, deps.now(), {
      correlationId: run.correlationId,
      gateway: null,
    });
    // Only now: what is not confirmed goes on again at the next run.
    for (const [id, { mark, index }] of learnt)
      if (results.get(index)?.retry === undefined) marks.set(id, mark);
  }

  return async (devices: readonly ListedDevice[], isComplete: boolean, run: Run): Promise<void> => {
    turn += 1;
    const turnOf = ({ id }: ListedDevice) => askedAt.get(id) ?? 0;
    // Those that a run had no time for come first in the next.
    const inTurn = devices.toSorted((one, other) => turnOf(one) - turnOf(other));
    for (let start = 0; start < inTurn.length; start += devicesPerBatch)
      await passBatch(inTurn.slice(start, start + devicesPerBatch), run);
    if (isComplete) forgetOthers(new Set(devices.map(({ id }) => id)));
  };

  function forgetOthers(listed: ReadonlySet<string>): void {
    for (const memory of [marks, askedAt])
      for (const id of memory.keys()) if (!listed.has(id)) memory.delete(id);
  }
}

/** The health of one device; `null` with Graph's word that there is none, or with a fault. */
async function readHealth(run: Run, baseUrl: string, { id }: ListedDevice) {
  const url = new URL(
    `${baseUrl.replace(/\/+$/, '')}/teamwork/devices/${encodeURIComponent(id)}/health`,
  );
  try {
    return { health: await run.client(url), hasFailed: false };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    if (error.code === 'notFound') return { health: null, hasFailed: false };
    if (error.code === 'outOfTime' || error.code === 'notSignedIn') run.fault = error.code;
    return { health: null, hasFailed: true };
  }
}

async function isConnected(deps: RoomDeps, device: string): Promise<boolean> {
  try {
    const { roomId } = await roomInUse(deps, device);
    const room = roomId === null ? null : await deps.cache.get(roomId);
    return room?.value.connection.status === 'connected';
  } catch (error) {
    // Nothing is known of a room in quarantine.
    if (isUnreadable(error)) return false;
    throw error;
  }
}
