/** The name, the target and the explanation of each row. */
import type { RowSpec } from './rows.ts';

const perSecond = 'messages/s';
const batches = { 1: 'one by one', 100: 'in batches of 100' } as const;

type Batch = keyof typeof batches;

export const unchangedSpecs = (batch: Batch) => {
  const how = `unchanged telemetry ${batches[batch]}`;
  const id = `unchanged.${batch}`;
  const isPromised = batch === 100;
  return {
    rate: { id: `${id}.rate`, what: `${how}: platform`, unit: perSecond },
    bareRate: { id: `${id}.bareRate`, what: `${how}: bare restify`, unit: perSecond },
    alertmanagerRate: {
      ...{ id: `${id}.alertmanagerRate`, what: `${how}: Alertmanager`, unit: perSecond },
    },
    bare: {
      id: `${id}.bareRatio`,
      what: `${how}: against bare restify`,
      unit: '×',
      ...(isPromised ? { target: { least: 0.5 } } : {}),
      whenMissed:
        'After parsing, the platform interprets twelve readings, compares them with 10,000 rooms in memory and creates a result for each.',
    },
    alertmanager: {
      id: `${id}.alertmanagerRatio`,
      what: `${how}: against Alertmanager`,
      unit: '×',
      ...(isPromised ? { target: { least: 1 } } : {}),
      whenMissed: 'Alertmanager uses all cores, the platform uses one.',
    },
  } satisfies Record<string, RowSpec>;
};

export const openingSpecs = {
  seconds: {
    id: 'opening.seconds',
    what: 'every signal opens with its own commit: time',
    unit: 's',
  },
  rate: { id: 'opening.rate', what: 'every signal opens with its own commit: rate', unit: 'per s' },
} satisfies Record<string, RowSpec>;

export const latencySpecs = (rate: number, percent: 'p50' | 'p95' | 'p99') => {
  const what = `reading to card at ${rate.toLocaleString('en')} transitions/s, ${percent}`;
  const id = `latency.${rate}.${percent}`;
  return {
    own: { id: `${id}.platform`, what: `${what}: platform`, unit: 'ms' },
    alertmanager: { id: `${id}.alertmanager`, what: `${what}: Alertmanager`, unit: 'ms' },
    ratio: {
      id: `${id}.ratio`,
      what: `${what}: against Alertmanager`,
      unit: '×',
      ...(rate === 1_000 ? { target: { most: 1 } } : {}),
      whenMissed:
        'One process evaluates each transition, writes transition and card to disk, renders, and posts through the bot SDK; Alertmanager posts without writing first and uses all cores.',
    },
  } satisfies Record<string, RowSpec>;
};

export const stateSpecs = {
  rss: {
    id: 'memory.rss',
    what: 'memory with everything open, whole process',
    unit: 'MB',
    target: { most: 350 },
    whenMissed:
      'The used heap is two thirds of it: V8 releases the memory of loading and opening late; 60 MB of the heap are code of the bot SDK.',
  },
  heap: { id: 'memory.heap', what: 'memory with everything open, heap in use', unit: 'MB' },
  startedRss: {
    id: 'memory.startedRss',
    what: 'memory after a start with everything open, whole process',
    unit: 'MB',
    target: { most: 350 },
    whenMissed:
      'The used heap is two thirds of it: V8 releases the memory of loading and opening late; 60 MB of the heap are code of the bot SDK.',
  },
  ready: {
    id: 'start.ready',
    what: 'start of the process to ready, everything open',
    unit: 's',
    target: { most: 3 },
    whenMissed: 'Loading the bot SDK, then reading, parsing and sorting every room.',
  },
  disconnect: {
    id: 'disconnect.seconds',
    what: 'every room disconnects at once: until all tickets are committed',
    unit: 's',
    target: { most: 60 },
  },
} satisfies Record<string, RowSpec>;

export const listSpec = (list: 'incidents' | 'rooms', rooms: number, most: number): RowSpec => ({
  id: `lists.${rooms}.${list}`,
  what: `page of ${list} at ${rooms.toLocaleString('en')} rooms, p95`,
  unit: 'ms',
  target: { most },
  whenMissed: 'Each page iterates over the whole sorted list once to count the matches.',
});

export const unitSpecs = {
  perMessage: {
    id: 'units.message',
    what: 'request units for each unchanged message',
    unit: 'RU',
    target: { most: 0.1 },
    whenMissed: 'The whole cost is the writing of pages with last-seen times.',
  },
  perTransition: {
    id: 'units.transition',
    what: 'request units for each transition',
    unit: 'RU',
    target: { most: 30 },
    whenMissed: 'The room is one document, and each write replaces the whole document.',
  },
} satisfies Record<string, RowSpec>;
