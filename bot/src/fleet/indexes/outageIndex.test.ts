import { defaultRules, instantAfter, type OutageId } from '@rooms-pro/core';
import { minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { createFleet } from '../fleet.ts';
import { after, does, makeRoom, mia, personOf, start } from '../fleetScenario.suite.ts';

const now = instantAfter(start, 30 * minute);
const later = instantAfter(now, 12 * minute);

function openFleet() {
  const fleet = createFleet({ rules: defaultRules, now: () => now, lastSeenAt: () => null });
  const received: OutageId[] = [];
  fleet.onOutageChange((id) => received.push(id));
  return { fleet, received };
}

function silent(number: number, outage: OutageId, over: Parameters<typeof makeRoom>[1] = {}) {
  const silence = { kind: 'silence', since: start, reason: 'noTelemetry', outage } as const;
  return after(makeRoom(number, over), silence, now);
}

function back(room: ReturnType<typeof silent>) {
  const device = `dev-${room.number}`;
  return after(room, { kind: 'telemetry', device, readings: [], facts: [] }, later);
}

describe('the rooms of an outage', () => {
  it('are listed by name as they join, come back and are retired', () => {
    const { fleet, received } = openFleet();
    const rooms = ['Wave', 'Amber', 'Birch'].map((name, nth) =>
      silent(nth + 1, 'outage-1', { name }),
    );
    for (const room of rooms) fleet.take(room);
    const [wave, amber] = rooms;
    if (!wave || !amber) throw new Error('no rooms');
    expect(fleet.outage('outage-1').rooms.map(({ name }) => name)).toEqual([
      'Amber',
      'Birch',
      'Wave',
    ]);
    fleet.take(back(wave));
    fleet.take(does(amber, { action: 'retire' }, later));
    expect(fleet.outage('outage-1').rooms.map(({ name }) => name)).toEqual(['Birch']);
    expect(fleet.outage('outage-1').lastBackAt).toBe(later);
    expect(received).toHaveLength(5);
    expect([...fleet.outageIds()]).toEqual(['outage-1']);
  });

  it('end the outage when the last room is back, and the index has the time', () => {
    const { fleet } = openFleet();
    const room = silent(1, 'outage-1');
    fleet.take(room);
    fleet.take(back(room));
    expect(fleet.outage('outage-1')).toMatchObject({ rooms: [], lastBackAt: later });
    expect([...fleet.outageIds()]).toEqual([]);
  });

  it('are counted for each person as far as the person may see them, the largest outage first', () => {
    const { fleet } = openFleet();
    for (const number of [1, 2, 3]) {
      fleet.take(silent(number, 'outage-2', { building: `House ${number}`, groups: ['east'] }));
    }
    fleet.take(silent(4, 'outage-1'));
    expect(fleet.outages(mia)).toEqual([
      { id: 'outage-2', place: '3 buildings', rooms: 3 },
      { id: 'outage-1', place: 'Pier West · Floor 2', rooms: 1 },
    ]);
    expect(fleet.outages(personOf('viewer', 'west')).map(({ id }) => id)).toEqual(['outage-1']);
  });
});
