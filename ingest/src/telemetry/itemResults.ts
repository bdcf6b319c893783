/** The last step for a message: the results of its readings, item by item. */
import type { Change, Fact, ReadingVerdict, Room } from '@rooms-pro/core';
import type { ItemResult } from '@rooms-pro/core/contracts';
import type { ItemRead } from './readItems.ts';

/** The result of `advance` for a message: one verdict per reading, in order, and all changes. */
export type MessageEffect = {
  readonly verdicts: readonly ReadingVerdict[];
  readonly changes: readonly Change[];
  /** The room after the message. */
  readonly room: Room;
};

const byStrength = ['applied', 'late', 'duplicate', 'unchanged'] as const;

const resultFor: Readonly<Record<ReadingVerdict, ItemResult>> = {
  applied: { verdict: 'applied' },
  late: { verdict: 'late' },
  duplicate: { verdict: 'duplicate' },
  unchanged: { verdict: 'unchanged' },
};

const unchangedLists = new Map<number, readonly ItemResult[]>();

/** The results of `count` unchanged items. Nearly every message shares one of these lists. */
export function allUnchanged(count: number): readonly ItemResult[] {
  const known = unchangedLists.get(count);
  if (known !== undefined) return known;
  const fresh = Array.from({ length: count }, () => resultFor.unchanged);
  unchangedLists.set(count, fresh);
  return fresh;
}

/** One result per item; an item with several readings gets the strongest of their verdicts. */
export function itemResults(
  items: readonly ItemRead[],
  effect: Pick<MessageEffect, 'verdicts' | 'changes'>,
): ItemResult[] {
  let next = 0;
  return items.map((item) => {
    if (!item.ok) return { verdict: 'rejected', ...item.fault };
    const { readings, facts, rejected } = item.says;
    if (readings.length === 1 && facts.length === 0 && rejected.length === 0) {
      // The common case, which must be fast.
      next += 1;
      return resultFor[effect.verdicts[next - 1] ?? 'unchanged'];
    }
    const verdicts = effect.verdicts.slice(next, next + readings.length);
    next += readings.length;
    const result = facts.find((fact) => fact.kind === 'result');
    const isChange = facts.some((fact) => causedChange(effect.changes, fact));
    // Only readings have verdicts; a command result without an effect was received before.
    const fallback = result === undefined ? 'unchanged' : 'duplicate';
    const verdict = isChange
      ? 'applied'
      : (byStrength.find((one) => verdicts.includes(one)) ?? fallback);
    return rejected.length === 0 ? { verdict } : { verdict, rejected };
  });
}

/** Whether a fact caused one of the changes. */
function causedChange(changes: readonly Change[], fact: Fact): boolean {
  return changes.some((change) => matchesFact(change, fact));
}

function matchesFact(change: Change, fact: Fact): boolean {
  switch (fact.kind) {
    case 'restarted':
      return change.type === 'app.restarted' && change.at === fact.at;
    case 'software': {
      const { what, version } = fact;
      return change.type === 'software.changed' && change.what === what && change.after === version;
    }
    case 'result':
      return change.type === 'remediation.ended' && change.id === fact.id;
    case 'address':
      return change.type === 'device.moved'
        ? change.after === fact.address
        : change.type === 'device.addressChanged' && change.address === fact.address;
    case 'meeting':
      return change.type === 'device.meetingChanged' && change.inMeeting === fact.inMeeting;
    case 'heartbeat':
    case 'format':
      return false;
  }
}
