/** The reason that each situation produces, tested on the plans only. */
import {
  defaultRules,
  type Instant,
  instantAfter,
  type Outage,
  type OutageId,
  type Room,
} from '@rooms-pro/core';
import { minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { after, breaks, does, makeRoom, reads, start } from '../../fleet/fleetScenario.suite.ts';
import type { SentCard, SentCardKey } from '../sentCards/sentCards.ts';
import { planAccessRevoked } from './accessRevoked.ts';
import { createContentCache } from './cardContent.ts';
import { planFor } from './plan.ts';
import { planForOutage } from './planOutage.ts';
import type { Plan, PlanBasis } from './step.ts';

const conversationId = '19:ops@thread.tacv2';
const at = (minutes: number): Instant => instantAfter(start, minutes * minute);

/** One subscribed conversation, with the cards that were sent to it. */
function openConversation() {
  let isSubscribed = true;
  const sentCards = new Map<SentCardKey, SentCard>();
  const sent: string[] = [];
  const basisAt = (now: Instant): PlanBasis => ({
    conversation: { conversationId, readerId: null },
    subscription: isSubscribed ? { conversationId, since: start, filter: {} } : null,
    sentCards,
    sources: {
      rules: defaultRules,
      workedFor: () => ({ held: 0, failed: 0 }),
      links: { rooms: '', room: () => '', ticket: () => '', outage: () => '' },
    },
    cached: createContentCache(),
    now,
    refused: new Map(),
  });

  /**
   * Sends the steps of a plan until no step is left. Returns `post reason` or `edit reason` for each
   * step.
   */
  function send(plan: () => Plan, now: Instant): string[] {
    const begin = sent.length;
    for (let { step } = plan(); step !== null; { step } = plan()) {
      const { key, about, shown, isOver, isLast, reason } = step;
      sent.push(`${step.activityId === null ? 'post' : 'edit'} ${reason}`);
      const activityId = step.activityId ?? `message-${sent.length}`;
      if (isLast) sentCards.delete(key);
      else sentCards.set(key, { ...about, conversationId, activityId, shown, isOver, at: now });
    }
    return sent.slice(begin);
  }

  return {
    show: (room: Room, now: Instant) => send(() => planFor({ ...basisAt(now), room }), now),
    showOutage: (outage: Outage, rooms: readonly Room[], now: Instant) =>
      send(
        () => planForOutage({ ...basisAt(now), outage, rooms, remaining: [], lastBackAt: null }),
        now,
      ),
    unsubscribe() {
      isSubscribed = false;
    },
    endAccess: () => send(() => planAccessRevoked(basisAt(start), conversationId), start),
  };
}

const outage: Outage = {
  id: 'outage-1' as OutageId,
  scope: 'building',
  building: 'Pier West',
  floor: '',
  subnet: '',
  openedAt: at(30),
  endedAt: null,
};

/** The room is disconnected, alone or as part of the outage. */
function disconnect(room: Room, isInOutage: boolean, now: Instant): Room {
  const silence = { kind: 'silence', since: at(10), reason: 'noTelemetry' } as const;
  return after(room, isInOutage ? { ...silence, outage: outage.id } : silence, now);
}

describe('the reason of a card of an incident', () => {
  const broken = () => breaks(makeRoom(1), 'display:1', at(10));

  it('is `new` when the incident has no card here', () => {
    expect(openConversation().show(broken(), at(10))).toEqual(['post new']);
  });

  it('is `changed` when the card shows something that is no longer true', () => {
    const { show } = openConversation();
    show(broken(), at(10));
    const command = { action: 'respond', signal: 'display:1', notes: 'new cable' } as const;
    expect(show(does(broken(), command, at(11)), at(11))).toEqual(['edit changed']);
  });

  it('is `ended` when the incident is resolved, and only then', () => {
    const { show } = openConversation();
    show(broken(), at(10));
    const resolved = reads(broken(), 'display:1', 'healthy', at(12));
    expect(show(resolved, at(12))).toEqual(['edit ended']);
    const closed = after(resolved, { kind: 'tick' }, at(8 * 24 * 60));
    expect(show(closed, at(8 * 24 * 60))).toEqual([]);
  });

  it('is `superseded` when the incident failed again and has a newer card', () => {
    const { show } = openConversation();
    show(broken(), at(10));
    const resolved = reads(broken(), 'display:1', 'healthy', at(12));
    show(resolved, at(12));
    const again = breaks(resolved, 'display:1', at(30));
    expect(show(again, at(30))).toEqual(['post new', 'edit superseded']);
  });

  it('is `superseded` when the incident failed again, even when no new card is posted', () => {
    const { show, unsubscribe } = openConversation();
    show(broken(), at(10));
    const resolved = reads(broken(), 'display:1', 'healthy', at(12));
    show(resolved, at(12));
    unsubscribe();
    expect(show(breaks(resolved, 'display:1', at(30)), at(30))).toEqual(['edit superseded']);
  });

  it('is `outage` when the room becomes part of an outage, which has a card of its own', () => {
    const { show } = openConversation();
    const alone = disconnect(makeRoom(1), false, at(30));
    expect(show(alone, at(30))).toEqual(['post new']);
    const joined = after(alone, { kind: 'outage', outage: outage.id }, at(31));
    expect(show(joined, at(31))).toEqual(['edit outage']);
  });
});

describe('the reason of the card of an outage', () => {
  it('is `outage` when it is posted, `changed` when rooms join, and `ended` when all are back', () => {
    const { showOutage } = openConversation();
    const rooms = [1, 2, 3].map((number) => disconnect(makeRoom(number), true, at(30)));
    expect(showOutage(outage, rooms.slice(0, 2), at(30))).toEqual(['post outage']);
    expect(showOutage(outage, rooms, at(31))).toEqual(['edit changed']);
    expect(showOutage(outage, [], at(32))).toEqual(['edit ended']);
    expect(showOutage({ ...outage, endedAt: at(33) }, [], at(33))).toEqual([]);
  });
});

describe('the reason of a card of a notice', () => {
  it('is `notice` when it is posted, and `changed` when its buttons are no longer valid', () => {
    const { show } = openConversation();
    const until = { kind: 'time', at: at(8 * 60) } as const;
    const command = { action: 'suppress', signal: 'room', until, reason: '' } as const;
    const suppressed = does(makeRoom(1), command, start);
    const announced = after(suppressed, { kind: 'tick' }, at(7 * 60));
    expect(show(announced, at(7 * 60))).toEqual(['post notice']);
    const lifted = does(announced, { action: 'unsuppress', signal: 'room' }, at(7 * 60 + 1));
    expect(show(lifted, at(7 * 60 + 1))).toEqual(['edit changed']);
  });
});

describe('the reason of a card whose reader may no longer see the room', () => {
  it('is `accessRevoked`, once', () => {
    const { show, endAccess } = openConversation();
    show(breaks(makeRoom(1), 'display:1', at(10)), at(10));
    expect(endAccess()).toEqual(['edit accessRevoked']);
    expect(endAccess()).toEqual([]);
  });
});
