/** What the settings' routes return. */
import { installedAt, lena, mia, now, openedAt, tom, withRole } from './people.ts';

export const hash = '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0';
export const codeExpiresAt = '2026-11-29T09:12:00.000Z';

const minuteMs = 60_000;
const product = {
  severity: 'important',
  opensAfterMs: 5 * minuteMs,
  investigateForMs: 0,
  escalatesAfterMs: null,
  isOn: true,
};

export const rules = {
  version: 'product-1+1',
  etag: '3',
  settings: {
    version: 1,
    deployment: { rules: { display: { opensAfterMs: 10 * minuteMs } } },
    groups: {},
  },
  group: null,
  changed: { by: mia, at: installedAt },
  rules: [
    {
      type: 'display',
      label: 'Display',
      category: 'display',
      ...product,
      opensAfterMs: 10 * minuteMs,
      watchForMs: 30 * minuteMs,
      remediations: [],
      isMisconfiguration: false,
      impact: 'People in the room cannot see what is shared.',
      recommendedAction: 'Check the power and the HDMI cable of the display.',
      product,
      overridden: ['opensAfterMs'],
      groups: [],
    },
  ],
  canChange: true,
  confirmedAt: now,
};

const room = { roomId: 'room-12', name: 'Marble 4.07' };

export const codes = {
  rows: [
    {
      id: hash,
      state: 'open',
      device: 'mtr-4-07',
      room,
      by: mia.name,
      issuedAt: now,
      expiresAt: codeExpiresAt,
      used: null,
    },
  ],
  confirmedAt: now,
};

export const keys = {
  total: 1,
  rows: [
    {
      id: hash,
      kind: 'device',
      name: 'mtr-4-07',
      room,
      issuedAt: installedAt,
      revokedAt: null,
      validUntil: null,
    },
  ],
  confirmedAt: now,
};

export const waitingDevices = {
  rows: [{ device: 'mtr-9-01', gateway: 'campus', firstAt: openedAt, lastAt: now }],
  isCut: false,
  confirmedAt: now,
};

const technician = withRole(tom, 'technician', 'west');

export const people = {
  etag: '7',
  people: [
    { ...withRole(mia, 'manager'), isFixed: true },
    { ...technician, isFixed: false },
  ],
  waiting: [{ ...lena, at: now }],
  changes: [
    {
      at: installedAt,
      by: mia,
      via: 'tab',
      person: tom,
      before: null,
      after: { name: tom.name, role: technician.role, groups: technician.groups },
    },
  ],
  confirmedAt: now,
};

export const unreadable = {
  kind: 'subscription',
  id: '19:one',
  name: 'Subscription',
  fault: '/conversationId is missing.',
  effect: 'The conversation gets no new cards.',
  since: now,
};
