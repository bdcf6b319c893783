/**
 * Runs the whole benchmark, one part after the other, so that the parts do not disturb each other. All its
 * processes listen on loopback only, and it ends each process by its handle, also after an error.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { platformFlags } from '@rooms-pro/demo/process';
import type { Bench, BenchOptions } from './benchOptions.ts';
import { benchSignals, writeDataset } from './load/benchRooms.ts';
import { measureLists } from './measures/lists.ts';
import {
  countOpen,
  disconnectAllRooms,
  openEverything,
  readMemory,
} from './measures/openIncidents.ts';
import { measureRequestUnits } from './measures/requestUnits.ts';
import { latencyRows } from './rows/latencyRows.ts';
import { listSpec, openingSpecs, stateSpecs, unitSpecs } from './rows/rowSpecs.ts';
import { createRow, type Row } from './rows/rows.ts';
import { unchangedRows } from './rows/unchangedRows.ts';
import { findAlertmanager } from './servers/alertmanager.ts';
import { startBenchChild } from './servers/benchChild.ts';
import { openFakeConnector } from './servers/fakeConnector.ts';

/** Runs all parts and returns the rows in their order. */
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
      ...(await measureHealthyRooms(bench)),
      ...(await measureOpenIncidents(bench)),
      ...(await measureLongLists(bench)),
      ...(await measureUnits(bench)),
    ];
  } finally {
    await rm(base, { recursive: true, force: true });
  }
}

/** Measures the parts that begin with healthy rooms: unchanged telemetry, then the time to the card. */
async function measureHealthyRooms(bench: Bench): Promise<Row[]> {
  const { sizes, report } = bench;
  const { rooms } = sizes;
  const connector = await openFakeConnector();
  try {
    const folder = await bench.folder('healthy');
    report(`Writing ${rooms} rooms with ${benchSignals.length} signals each …`);
    const dataset = {
      folder,
      rooms,
      signals: benchSignals,
      unhealthy: [],
      serviceUrl: connector.url,
    };
    await writeDataset(dataset);
    const platform = await startPlatform(folder);
    try {
      report('Unchanged telemetry …');
      const unchanged = await unchangedRows(bench, platform.url);
      report('From reading to card …');
      return [...unchanged, ...(await latencyRows(bench, platform, connector))];
    } finally {
      await platform.end();
    }
  } finally {
    await connector.close();
  }
}

/** Measures the parts with all incidents open. It has no subscriptions, because the other part measures cards. */
async function measureOpenIncidents(bench: Bench): Promise<Row[]> {
  const { sizes, report } = bench;
  const { rooms } = sizes;
  const folder = await bench.folder('open');
  const dataset = { folder, rooms, signals: benchSignals, unhealthy: [], serviceUrl: null };
  await writeDataset(dataset);
  const first = await startPlatform(folder);
  const rows: Row[] = [];
  try {
    report(`Opening ${rooms * benchSignals.length} incidents …`);
    const seconds = await openEverything(first.url, rooms, sizes.batch);
    const open = await countOpen(first.url);
    if (open !== rooms * benchSignals.length) throw new Error(`Only ${open} incidents opened.`);
    rows.push(
      createRow(openingSpecs.seconds, seconds),
      createRow(openingSpecs.rate, open / seconds),
    );
    const memory = await readMemory(first);
    rows.push(createRow(stateSpecs.rss, megabytes(memory.rss)));
    rows.push(createRow(stateSpecs.heap, megabytes(memory.heapUsed)));
  } finally {
    await first.end();
  }
  report('Starting again with everything open …');
  const second = await startPlatform(folder);
  try {
    if (!(await fetch(`${second.url}/readyz`)).ok) throw new Error('The platform is not ready.');
    rows.push(createRow(stateSpecs.ready, second.readyAfterMs / 1000));
    rows.push(createRow(stateSpecs.startedRss, megabytes((await readMemory(second)).rss)));
    rows.push(...(await listRows(second.url, rooms, 50, sizes.listRequests)));
    report('Disconnecting all rooms …');
    const disconnection = await disconnectAllRooms(second);
    if (disconnection.rooms !== rooms)
      throw new Error(`Only ${disconnection.rooms} rooms were disconnected.`);
    rows.push(createRow(stateSpecs.disconnect, disconnection.seconds));
    return rows;
  } finally {
    await second.end();
  }
}

async function measureLongLists(bench: Bench): Promise<Row[]> {
  const { sizes, report } = bench;
  const rooms = sizes.manyRooms;
  report(`Lists of ${rooms} rooms …`);
  const folder = await bench.folder('lists');
  const signals = benchSignals.slice(0, 2);
  const unhealthy = benchSignals.slice(0, 1);
  await writeDataset({ folder, rooms, signals, unhealthy, serviceUrl: null });
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
    createRow(listSpec('incidents', rooms, mostMs), incidents),
    createRow(listSpec('rooms', rooms, mostMs), ofRooms),
  ];
}

async function measureUnits(bench: Bench): Promise<Row[]> {
  bench.report('Request units …');
  const rooms = Math.min(4_000, bench.sizes.rooms);
  const units = await measureRequestUnits(await bench.folder('units'), rooms);
  return [
    createRow(unitSpecs.perMessage, units.perUnchangedMessage),
    createRow(unitSpecs.perTransition, units.perTransition),
  ];
}

/** Starts the platform with this folder, in the same way as `npm start`. */
const startPlatform = (folder: string) =>
  startBenchChild('./platform.ts', ['--data', folder], platformFlags);

const megabytes = (bytes: number): number => bytes / 1024 / 1024;
