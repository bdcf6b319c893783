/** For tests: one real document of every kind, and the ways in which a document can be damaged. */
import { DatabaseSync } from 'node:sqlite';
import {
  type Change,
  defaultTicket,
  newDevice,
  type Room,
  type RoomEvent,
  type Ticket,
} from '@rooms-pro/core';
import {
  healthyRecord,
  noon,
  roomId,
  sampleEvent,
  sampleRoom,
} from '../contract/sampleRooms.suite.ts';
import type { Damage } from '../contract/trial.suite.ts';
import type { DocumentKind, Store } from '../store.ts';

const person = { id: 'p-1', name: 'Mara' };

/** A document of each kind as the product writes it. */
export const realDocuments: Readonly<
  Record<DocumentKind, { readonly id: string; readonly value: object }>
> = {
  counter: { id: 'roomNumber', value: { next: 1002 } },
  key: {
    id: 'ab'.repeat(32),
    value: { kind: 'device', device: 'dev-1', issuedAt: noon, revokedAt: null },
  },
  enrolmentCode: {
    id: 'cd'.repeat(32),
    value: {
      device: null,
      roomId: null,
      by: person,
      issuedAt: noon,
      expiresAt: noon,
      revokedAt: null,
      used: null,
    },
  },
  device: { id: 'dev-1', value: { roomId: roomId(1) } },
  lastSeen: { id: '0', value: { latest: noon, agoMs: [null, 0] } },
  conversation: {
    id: '19:one@thread.tacv2',
    value: {
      conversationId: '19:one@thread.tacv2',
      kind: 'channel',
      serviceUrl: 'https://smba.example/',
      tenantId: null,
      teamId: null,
      botId: '28:bot',
      readerId: null,
    },
  },
  subscription: {
    id: '19:one@thread.tacv2',
    value: { conversationId: '19:one@thread.tacv2', since: noon, filter: {} },
  },
  posts: {
    id: roomId(1),
    value: {
      posts: {
        '19:one@thread.tacv2|camera|1.1!': {
          about: 'incident',
          signal: 'camera',
          run: '1.1!',
          conversationId: '19:one@thread.tacv2',
          activityId: '1',
          shown: 'x',
          isOver: false,
          at: noon,
        },
      },
    },
  },
  person: { id: 'p-1', value: { name: 'Mara' } },
  setting: {
    id: 'rules',
    value: { version: 1, deployment: {}, groups: {} },
  },
  outage: {
    id: 'ef'.repeat(20),
    value: {
      scope: 'floor',
      building: 'B1',
      floor: '2',
      subnet: '',
      id: 'outage-1',
      openedAt: noon,
      endedAt: null,
    },
  },
  lease: { id: 'sender', value: { holder: null, turn: 1 } },
  setAside: {
    id: '0123456789abcdef',
    value: {
      device: 'dev-1',
      reason: 'It is no JSON.',
      pointer: '',
      text: '{',
      isCut: false,
      times: 1,
      firstAt: noon,
      lastAt: noon,
    },
  },
};

/** A ticket with every kind of event. */
function fullTicket(number: number): Ticket {
  const by = person;
  return {
    ...defaultTicket,
    number: `${number}-1`,
    status: 'systemInvestigating',
    episode: 1,
    activation: 1,
    severity: 'important',
    openedAt: noon,
    activatedAt: noon,
    resolvedAt: null,
    resolvedBecause: null,
    reason: { sentence: 'The camera is not connected.', ruleVersion: '1' },
    investigatesUntil: noon,
    escalatesAt: noon,
    assignee: by,
    response: { by, at: noon, notes: 'Cable' },
    proof: { by, respondedAt: noon, until: noon, advice: 'camera.0' },
    attempts: [
      {
        id: 'c-1',
        remediation: 'restartApp',
        at: noon,
        outcome: 'failed',
        detail: '',
        endedAt: noon,
      },
    ],
    neighbours: 0,
    messageCount: 1,
    attachments: [
      {
        id: 'a-1',
        name: 'log.txt',
        sizeBytes: 3,
        preview: null,
        at: noon,
        by,
        via: 'tab',
      },
    ],
  };
}

/** A room in which no optional member is empty. */
export function fullRoom(number: number): Room {
  const by = person;
  const until = { kind: 'time', at: noon } as const;
  const missed = [{ signal: 'camera', at: noon, detail: 'No signal' }] as const;
  const suppression = { by, at: noon, until, reason: 'Works', isReminded: false, missed };
  const room = sampleRoom(number);
  return {
    ...room,
    connection: { status: 'disconnected', reason: 'noTelemetry', since: noon, outage: 'outage-1' },
    suppression,
    devices: [{ ...newDevice('dev-1'), meeting: { inMeeting: false, at: noon } }],
    signals: {
      ...room.signals,
      camera: {
        ...healthyRecord(noon),
        state: 'unhealthy',
        suppression: { ...suppression, until: { kind: 'recovery' } },
        missed: { since: noon, at: noon },
        device: 'dev-1',
        others: [{ device: 'dev-2', state: 'healthy', detail: '', observedAt: noon }],
        advice: { 'camera.0': { held: 1, failed: 0 } },
        earlier: [{ state: 'healthy', since: noon }],
        late: [`${noon}|healthy`],
        ticket: fullTicket(number),
      },
    },
    command: {
      id: 'c-2',
      remediation: 'restartApp',
      signal: 'camera',
      device: 'dev-1',
      by: null,
      issuedAt: noon,
      expiresAt: noon,
    },
    recentAttempts: [{ remediation: 'restartApp', at: noon }],
    notices: [
      { key: 'n-1', at: noon, kind: 'fix.verified', signal: 'camera', by, respondedAt: noon },
    ],
    ticketCount: 1,
    dueAt: noon,
  };
}

const changes: readonly Change[] = [
  { type: 'room.registered', name: 'Room 1' },
  {
    type: 'incident.opened',
    signal: 'camera',
    ticket: '1-1',
    episode: 1,
    state: 'needsAction',
    severity: 'important',
    reason: { sentence: 'The camera is not connected.', ruleVersion: '1' },
  },
];

/** Commits a full room and its event. */
export async function commitFullRoom(store: Store, number: number): Promise<RoomEvent> {
  const room = fullRoom(number);
  const event = sampleEvent(room, changes);
  await store.transact(room.id, () => ({ commit: { room, event }, answer: null }), null);
  return event;
}

/** Writes one document of every kind. */
export async function writeRealDocuments(store: Store): Promise<void> {
  for (const kind of Object.keys(realDocuments) as DocumentKind[]) {
    const { id, value } = realDocuments[kind];
    await store.putDocument(kind, id, value);
  }
}

/** Replaces the JSON of a document in a closed embedded database. */
export function overwriteInFile(file: string, kind: string, id: string, json: string): void {
  inFile(file, kind, id, () => json);
}

/** Damages a document in a closed embedded database. */
export function damageFile(file: string, kind: string, id: string, damage: Damage): void {
  inFile(file, kind, id, (json) =>
    damage === 'notJson' ? json.slice(0, -1) : JSON.stringify(damage(JSON.parse(json) as object)),
  );
}

function inFile(file: string, kind: string, id: string, change: (json: string) => string): void {
  const [room = '', revision = ''] = id.split('@');
  const places: Readonly<Record<string, readonly [string, ...(string | number)[]]>> = {
    room: ['rooms SET json = ? WHERE id = ?', id],
    event: ['events SET json = ? WHERE roomId = ? AND revision = ?', room, Number(revision)],
  };
  const [place, ...names] = places[kind] ?? [
    'documents SET json = ? WHERE kind = ? AND id = ?',
    kind,
    id,
  ];
  const db = new DatabaseSync(file);
  try {
    const [table, where] = place.split(' SET json = ? ');
    const row = db.prepare(`SELECT json FROM ${table} ${where}`).get(...names);
    if (row === undefined) throw new Error(`There is no ${kind} ${id}.`);
    db.prepare(`UPDATE ${place}`).run(change(String(row['json'])), ...names);
  } finally {
    db.close();
  }
}
