/**
 * The whole benchmark, one part after the other so that none disturbs the next. Everything it starts
 * listens on loopback only and is ended by its own handle, whatever happens.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { platformFlags } from '@rooms-pro/demo/process';
import { benchSignals, writeWorld } from './load/benchRooms.ts';
import { measureLists } from './measures/lists.ts';
import { countOpen, memoryOf, openEverything, silenceEverybody } from './measures/openIncidents.ts';
import { measureRequestUnits } from './measures/requestUnits.ts';
import { latencyRows } from './rows/latencyRows.ts';
import { listSpec, openingSpecs, standingSpecs, unitSpecs } from './rows/rowSpecs.ts';
import { type Row, rowOf } from './rows/rows.ts';
import { unchangedRows } from './rows/unchangedRows.ts';
import { findAlertmanager } from './servers/alertmanager.ts';
import { startBenchChild } from './servers/benchChild.ts';
import { openFakeConnector } from './servers/fakeConnector.ts';
import type { Sizes } from './sizes.ts';

export type BenchOptions = {
  readonly sizes: Sizes;
  /** Where Alertmanager is looked for. */
  readonly searched: string;
  /** Hears what is done next. */
  readonly tell: (sentence: string) => void;
};

/** What a part of the benchmark works with; what it starts is handed to `ending`. */
export type Bench = BenchOptions & {
  readonly alertmanager: string | null;
  /** A new, empty folder of this name. */
  readonly folder: (name: string) => Promise<string>;
};

/** Runs everything and answers the rows in their order. */
export async function runIngestBench(options: BenchOptions): Promise<Row[]> {
  const base = await mkdtemp(path.join(os.tmpdir(), 'rooms-pro-bench-'));
  const bench: Bench = {
    ...options,
    alertmanager: findAlertmanager(options.searched),
    async folder(name) {
      const folder = path.join(base, name);
      await mkdir(folder);
      return folder;
    },
  };
  try {
    return [
      ...(await healthyLife(bench)),
      ...(await openLife(bench)),
      ...(await longLists(bench)),
      ...(await requestUnits(bench)),
    ];
  } finally {
    await rm(base, { recursive: true, force: true });
  }
}

/** Everything that begins with healthy rooms: unchanged telemetry, then the way to the card. */
async function healthyLife(bench: Bench): Promise<Row[]> {
  const { sizes, tell } = bench;
  const { rooms } = sizes;
  const double = await openFakeConnector();
  try {
    const folder = await bench.folder('healthy');
    tell(`Writing ${rooms} rooms with ${benchSignals.length} signals each …`);
    const world = { folder, rooms, signals: benchSignals, unhealthy: [], serviceUrl: double.url };
    await writeWorld(world);
    const platform = await startPlatform(folder);
    try {
      tell('Unchanged telemetry …');
      const unchanged = await unchangedRows(bench, platform.url);
      tell('From reading to card …');
      return [...unchanged, ...(await latencyRows(bench, platform, double))];
    } finally {
      await platform.end();
    }
  } finally {
    await double.close();
  }
}

/** Everything that ends with every incident open. Nobody subscribed: cards have been measured. */
async function openLife(bench: Bench): Promise<Row[]> {
  const { sizes, tell } = bench;
  const { rooms } = sizes;
  const folder = await bench.folder('open');
  const world = { folder, rooms, signals: benchSignals, unhealthy: [], serviceUrl: null };
  await writeWorld(world);
  const first = await startPlatform(folder);
  const rows: Row[] = [];
  try {
    tell(`Opening ${rooms * benchSignals.length} incidents …`);
    const seconds = await openEverything(first.url, rooms, sizes.batch);
    const open = await countOpen(first.url);
    if (open !== rooms * benchSignals.length) throw new Error(`Only ${open} incidents opened.`);
    rows.push(rowOf(openingSpecs.seconds, seconds), rowOf(openingSpecs.rate, open / seconds));
    const memory = await memoryOf(first);
    rows.push(rowOf(standingSpecs.rss, megabytes(memory.rss)));
    rows.push(rowOf(standingSpecs.heap, megabytes(memory.heapUsed)));
  } finally {
    await first.end();
  }
  tell('Starting again with everything open …');
  const second = await startPlatform(folder);
  try {
    if (!(await fetch(`${second.url}/readyz`)).ok) throw new Error('It is not ready.');
    rows.push(rowOf(standingSpecs.ready, second.readyAfterMs / 1000));
    rows.push(rowOf(standingSpecs.startedRss, megabytes((await memoryOf(second)).rss)));
    rows.push(...(await listRows(second.url, rooms, 50, sizes.listRequests)));
    tell('Every room goes silent …');
    const silence = await silenceEverybody(second);
    if (silence.rooms !== rooms) throw new Error(`Only ${silence.rooms} rooms were silent.`);
    rows.push(rowOf(standingSpecs.disconnect, silence.seconds));
    return rows;
  } finally {
    await second.end();
  }
}

async function longLists(bench: Bench): Promise<Row[]> {
  const { sizes, tell } = bench;
  const rooms = sizes.manyRooms;
  tell(`Lists of ${rooms} rooms …`);
  const folder = await bench.folder('lists');
  const signals = benchSignals.slice(0, 2);
  const unhealthy = benchSignals.slice(0, 1);
  await writeWorld({ folder, rooms, signals, unhealthy, serviceUrl: null });
  const platform = await startPlatform(folder);
  try {
    return await listRows(platform.url, rooms, 200, sizes.listRequests);
  } finally {
    await platform.end();
  }
}

async function listRows(url: string, rooms: number, mostMs: number, requests: number) {
  const { incidents, rooms: ofRooms } = await measureLists(url, requests);
  return [
    rowOf(listSpec('incidents', rooms, mostMs), incidents),
    rowOf(listSpec('rooms', rooms, mostMs), ofRooms),
  ];
}

async function requestUnits(bench: Bench): Promise<Row[]> {
  bench.tell('Request units …');
  const rooms = Math.min(4_000, bench.sizes.rooms);
  const units = await measureRequestUnits(await bench.folder('units'), rooms);
  return [
    rowOf(unitSpecs.perMessage, units.perUnchangedMessage),
    rowOf(unitSpecs.perTransition, units.perTransition),
  ];
}

/** The platform on this folder, as `npm start` runs it. */
const startPlatform = (folder: string) =>
  startBenchChild('./platform.ts', ['--data', folder], platformFlags);

const megabytes = (bytes: number): number => bytes / 1024 / 1024;
