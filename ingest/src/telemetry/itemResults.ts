/** Last step for a message: what became of its readings is told item by item. */
import type { Change, Fact, ReadingVerdict, Room } from '@rooms-pro/core';
import type { ItemResult } from '@rooms-pro/core/contracts';
import type { ItemRead } from './readItems.ts';

/** What `advance` said about a message: one verdict per reading in order, and all changes. */
export type MessageEffect = {
  readonly verdicts: readonly ReadingVerdict[];
  readonly changes: readonly Change[];
  /** The room after the message. */
  readonly room: Room;
};

const byStrength = ['applied', 'late', 'duplicate', 'unchanged'] as const;

const resultOf: Readonly<Record<ReadingVerdict, ItemResult>> = {
  applied: { verdict: 'applied' },
  late: { verdict: 'late' },
  duplicate: { verdict: 'duplicate' },
  unchanged: { verdict: 'unchanged' },
};

const unchangedLists = new Map<number, readonly ItemResult[]>();

/** The results of so many items that were all unchanged: one list, for nearly every message. */
export function allUnchanged(count: number): readonly ItemResult[] {
  const known = unchangedLists.get(count);
  if (known !== undefined) return known;
  const fresh = Array.from({ length: count }, () => resultOf.unchanged);
  unchangedLists.set(count, fresh);
  return fresh;
}

/** One result per item; of several readings in an item the strongest verdict stands for it. */
export function itemResults(
  items: readonly ItemRead[],
  effect: Pick<MessageEffect, 'verdicts' | 'changes'>,
): ItemResult[] {
  let next = 0;
  return items.map((item) => {
    if (!item.ok) return { verdict: 'rejected', ...item.fault };
    const { readings, facts, rejected } = item.says;
    if (readings.length === 1 && facts.length === 0 && rejected.length === 0) {
      // The common case, and the one that must be quick.
      next += 1;
      return resultOf[effect.verdicts[next - 1] ?? 'unchanged'];
    }
    const verdicts = effect.verdicts.slice(next, next + readings.length);
    next += readings.length;
    const result = facts.find((fact) => fact.kind === 'result');
    const isNews = facts.some((fact) => isAmong(effect.changes, fact));
    // Only readings are answered one by one; a result that ended nothing has been told before.
    const otherwise = result === undefined ? 'unchanged' : 'duplicate';
    const verdict = isNews
      ? 'applied'
      : (byStrength.find((one) => verdicts.includes(one)) ?? otherwise);
    return rejected.length === 0 ? { verdict } : { verdict, rejected };
  });
}

/** Whether a fact was news: some change came of it. */
function isAmong(changes: readonly Change[], fact: Fact): boolean {
  return changes.some((change) => isOf(change, fact));
}

function isOf(change: Change, fact: Fact): boolean {
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
