/** Responses of the server about the settings, according to the contract. */
import type {
  CodeRow,
  CodesAnswer,
  KeyRow,
  KeysAnswer,
  PeopleAnswer,
  PersonRow,
  QuarantineAnswer,
  RuleRow,
  RulesAnswer,
  UnreadableRow,
} from '@rooms-pro/core/contracts';
import { inMinutes, minutesAgo, now } from './times.suite.ts';

const minuteMs = 60_000;

/** A rule with the defaults of the product. */
export function aRule(rule: Partial<RuleRow> = {}): RuleRow {
  const product = {
    severity: 'important' as const,
    opensAfterMs: 5 * minuteMs,
    investigateForMs: 0,
    escalatesAfterMs: null,
    isOn: true,
  };
  return {
    type: 'camera',
    label: 'Camera',
    category: 'camera',
    ...product,
    watchForMs: 10 * minuteMs,
    remediations: [],
    isMisconfiguration: false,
    impact: 'People at the far end see nobody.',
    recommendedAction: 'Plug the camera in again.',
    product,
    overridden: [],
    groups: [],
    ...rule,
  };
}

export function rulesOf(rules: readonly RuleRow[], answer: Partial<RulesAnswer> = {}): RulesAnswer {
  return {
    version: '3',
    etag: 'e1',
    settings: { version: 0, deployment: {}, groups: {} },
    group: null,
    changed: null,
    rules,
    canChange: true,
    confirmedAt: now,
    ...answer,
  };
}

export function aCode(row: Partial<CodeRow> = {}): CodeRow {
  return {
    id: 'c1',
    state: 'open',
    device: null,
    room: null,
    by: 'Mara Lindqvist',
    issuedAt: minutesAgo(10),
    expiresAt: inMinutes(50),
    used: null,
    ...row,
  };
}

export const codesOf = (...rows: readonly CodeRow[]): CodesAnswer => ({ rows, confirmedAt: now });

export function aKey(row: Partial<KeyRow> = {}): KeyRow {
  return {
    id: 'k1',
    kind: 'device',
    name: 'mtr-1001',
    room: null,
    issuedAt: minutesAgo(60),
    revokedAt: null,
    validUntil: null,
    ...row,
  };
}

export function keysOf(rows: readonly KeyRow[], total: number = rows.length): KeysAnswer {
  return { total, rows, confirmedAt: now };
}

export function aPerson(row: Partial<PersonRow> = {}): PersonRow {
  const id = '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
  return { id, name: 'Cy Twombly', role: 'lead', groups: ['Quay House'], isFixed: false, ...row };
}

export function peopleOf(
  people: readonly PersonRow[],
  answer: Partial<PeopleAnswer> = {},
): PeopleAnswer {
  return { etag: 'e1', people, waiting: [], changes: [], confirmedAt: now, ...answer };
}

export function anUnreadable(row: Partial<UnreadableRow> = {}): UnreadableRow {
  return {
    kind: 'subscription',
    id: 'c',
    name: 'Subscription',
    fault: 'The field since is no time.',
    effect: 'The conversation gets no new cards.',
    since: minutesAgo(10),
    ...row,
  };
}

export function unreadable(
  rows: readonly UnreadableRow[],
  total: number = rows.length,
): QuarantineAnswer {
  return { total, rows, confirmedAt: now };
}
