/**
 * Collects telemetry for rooms without our Monitoring Software: reads the state of every Teams Rooms
 * device from Microsoft Graph, and passes changes on like telemetry over HTTP. The last state of each
 * device is in memory only: after a start the collector passes on everything once, and most of it changes
 * nothing in the rooms, which costs no write.
 */
import { randomUUID } from 'node:crypto';
import { eachBounded, singleFlight } from '@rooms-pro/async';
import type { Rules } from '@rooms-pro/core';
import { isUnreadable } from '@rooms-pro/store';
import type { GraphConfig } from '../config.ts';
import type { RoomDeps } from '../deps.ts';
import { roomInUse } from '../devices/roomFinder.ts';
import {
  createMessageApplier,
  fromReadMessage,
  type IncomingMessage,
  readMessage,
} from '../telemetry/applyMessages.ts';
import { readingAt } from '../telemetry/readItems.ts';
import { createGraphClient, type GraphClient, type GraphClientOptions } from './graphClient.ts';
import { GraphError, type GraphFault } from './graphError.ts';
import type { GraphTokens } from './graphTokens.ts';
import { type ListedDevice, listDevices } from './listDevices.ts';
import { deviceTelemetry } from './readDevice.ts';

export type CollectorDeps = RoomDeps &
  Pick<GraphClientOptions, 'wait' | 'chance'> & {
    readonly config: Pick<GraphConfig, 'baseUrl'>;
    readonly tokens: GraphTokens;
    /** Ends a run after four minutes; the next run starts with the devices that this run did not reach. */
    readonly deadline?: () => AbortSignal;
  };

/** The result of one run, in devices. */
export type CollectResult = {
  readonly listed: number;
  /** Phones, panels and other devices that are not rooms. */
  readonly otherKinds: number;
  /** Devices with a changed state. */
  readonly passedOn: number;
  /** Unchanged devices that Graph reports as connected. */
  readonly heard: number;
  /** Devices for which Graph reports no usable state. */
  readonly unknown: number;
  /** Devices with unreadable health in this run. */
  readonly failed: number;
  /** Why the list of devices or the run ended early; `null`: it did not. */
  readonly fault: GraphFault | null;
};

/** Runs once; a call during a run returns the result of that run. `stop` ends a run early and waits for its end. */
export type Collector = { (): Promise<CollectResult>; stop(): Promise<void> };

/** The interval of runs: a quarter of the time after which a room without telemetry counts as disconnected. */
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

/** Creates the collector. It counts and logs faults of Graph and never throws them; it throws faults of the store. */
export function createCollector(deps: CollectorDeps): Collector {
  const { log, tokens, config } = deps;
  const passOn = createPassing(deps);
  const stopping = new AbortController();

  async function run(): Promise<CollectResult> {
    const deadline = deps.deadline?.() ?? AbortSignal.timeout(runForMs);
    const signal = AbortSignal.any([deadline, stopping.signal]);
    const { wait, chance } = deps;
    const retry = { ...(wait && { wait }), ...(chance && { chance }) };
    const client = createGraphClient({ tokens, signal, ...retry });
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

  const collect = singleFlight(run);
  const stop = async (): Promise<void> => {
    stopping.abort();
    await collect.running()?.catch(() => {});
  };
  return Object.assign(collect, { stop });
}

/** Passes on changes. It keeps the last state of each device, and the run in which it was last read. */
function createPassing(deps: CollectorDeps) {
  const applyMessages = createMessageApplier(deps);
  const marks = new Map<string, string>();
  const lastRuns = new Map<string, number>();
  let runNumber = 0;

  /** The message for this device and the mark of its state; `null`: there is nothing to pass on. */
  async function readOne(device: ListedDevice, index: number, run: Run) {
    const now = deps.now();
    const { health, hasFailed } = await readHealth(run, deps.config.baseUrl, device);
    const telemetry = deviceTelemetry({ device, health }, now);
    const isNew =
      !hasFailed && telemetry.items.length > 0 && marks.get(device.id) !== telemetry.mark;
    if (hasFailed) run.counts.failed += 1;
    if (telemetry.connection === null) {
      if (!hasFailed) run.counts.unknown += 1;
      // A message would mark the room as connected, which Graph does not report.
      if (!isNew || !(await isConnected(deps, device.id))) return null;
    }
    if (!isNew && telemetry.connection !== 'healthy') return null;
    const items = isNew ? [...telemetry.items] : [];
    const message = { device: device.id, sentAt: now, seq: 0, items };
    const at = { ...readingAt(deps, now, run.correlationId), isOurs: true } as const;
    const isSignOfLife = telemetry.connection === 'healthy';
    const content = readMessage(index, message, at);
    const input = { ...content.input, isSignOfLife };
    const read = { ...content, input, isSignOfLife, name: device.name };
    return { read, mark: isNew ? telemetry.mark : null };
  }

  async function passBatch(batch: readonly ListedDevice[], run: Run): Promise<void> {
    const messages: IncomingMessage[] = [];
    const newMarks = new Map<string, { readonly mark: string; readonly index: number }>();
    await eachBounded(batch.entries(), devicesAtOnce, async ([index, device]) => {
      // After a final fault no further request can succeed.
      if (run.fault === 'outOfTime' || run.fault === 'notSignedIn') return;
      lastRuns.set(device.id, runNumber);
      const one = await readOne(device, index, run);
      if (one === null) return;
      messages.push(fromReadMessage(one.read));
      if (one.mark === null) run.counts.heard += 1;
      else {
        run.counts.passedOn += 1;
        newMarks.set(device.id, { mark: one.mark, index });
      }
    });
    if (messages.length === 0) return;
    const results = await applyMessages(messages, deps.now(), {
      correlationId: run.correlationId,
      gateway: null,
    });
    // Only after the confirmation, so that the next run repeats unconfirmed messages.
    for (const [id, { mark, index }] of newMarks)
      if (results.get(index)?.retry === undefined) marks.set(id, mark);
  }

  return async (devices: readonly ListedDevice[], isComplete: boolean, run: Run): Promise<void> => {
    runNumber += 1;
    const lastRunOf = ({ id }: ListedDevice) => lastRuns.get(id) ?? 0;
    // Devices that the last run did not reach come first.
    const ordered = devices.toSorted((one, other) => lastRunOf(one) - lastRunOf(other));
    for (let start = 0; start < ordered.length; start += devicesPerBatch)
      await passBatch(ordered.slice(start, start + devicesPerBatch), run);
    if (isComplete) removeOthers(new Set(devices.map(({ id }) => id)));
  };

  function removeOthers(listed: ReadonlySet<string>): void {
    for (const memory of [marks, lastRuns])
      for (const id of memory.keys()) if (!listed.has(id)) memory.delete(id);
  }
}

/** The health of one device; `null` when Graph has none, or after a fault. */
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
    // The state of a room in quarantine is unknown.
    if (isUnreadable(error)) return false;
    throw error;
  }
}
