import { minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { instantAfter } from '../instant.ts';
import { defaultRules } from '../signals/rules/defaultRules.ts';
import { start } from '../tickets/scenario.suite.ts';
import { type DisconnectedRoom, findOutages, type Outage, outageAt } from './outage.ts';

const rule = defaultRules.outage;
let next = 0;

function silent(building: string, floor: string, agoMinutes = 0, subnet: string | null = null) {
  next += 1;
  const since = instantAfter(start, -agoMinutes * minute);
  return { roomId: `room-${next}`, building, floor, subnet, since } satisfies DisconnectedRoom;
}

const many = (count: number, make: (index: number) => DisconnectedRoom) =>
  Array.from({ length: count }, (_, index) => make(index));

describe('findOutages', () => {
  it('takes five rooms of a floor that went silent within five minutes for one outage', () => {
    const rooms = many(5, (index) => silent('Pier', '2', index));
    expect(findOutages(rooms, rule)).toEqual([
      {
        place: { scope: 'floor', building: 'Pier', floor: '2', subnet: '' },
        rooms: expect.arrayContaining(rooms.map(({ roomId }) => roomId)),
      },
    ]);
  });

  it('leaves four rooms, and five spread over more than five minutes, to themselves', () => {
    expect(
      findOutages(
        many(4, () => silent('Pier', '2')),
        rule,
      ),
    ).toEqual([]);
    expect(
      findOutages(
        many(5, (index) => silent('Pier', '2', index * 2)),
        rule,
      ),
    ).toEqual([]);
  });

  it('names the building when more than one of its floors is silent', () => {
    const rooms = many(6, (index) => silent('Pier', String(index % 2)));
    const [found] = findOutages(rooms, rule);
    expect(found?.place).toEqual({ scope: 'building', building: 'Pier', floor: '', subnet: '' });
    expect(found?.rooms).toHaveLength(6);
  });

  it('keeps buildings apart, and finds what shares only a subnet', () => {
    const here = many(5, () => silent('Pier', '1', 0, '10.0.0.0/24'));
    const spread = many(5, (index) => silent(`House ${index}`, '1', 0, '10.9.9.0/24'));
    expect(findOutages([...here, ...spread], rule).map(({ place }) => place.scope)).toEqual([
      'floor',
      'subnet',
    ]);
  });

  it('says nothing of rooms whose place nobody knows', () => {
    expect(
      findOutages(
        many(9, () => silent('', '')),
        rule,
      ),
    ).toEqual([]);
  });

  it('looks only where the rule says', () => {
    const rooms = many(6, (index) => silent('Pier', String(index % 2)));
    expect(findOutages(rooms, { ...rule, scopes: ['floor', 'subnet'] })).toEqual([]);
    const oneFloor = many(5, () => silent('Pier', '3'));
    expect(findOutages(oneFloor, { ...rule, scopes: ['building'] })[0]?.place.scope).toBe(
      'building',
    );
  });
});

describe('outageAt', () => {
  const outage = (scope: Outage['scope'], over: Partial<Outage> = {}): Outage => ({
    id: 'outage-1',
    scope,
    building: 'Pier',
    floor: '',
    subnet: '',
    openedAt: start,
    endedAt: null,
    ...over,
  });

  it('finds the narrowest that holds the room', () => {
    const room = silent('Pier', '2', 0, '10.0.0.0/24');
    const floor = outage('floor', { floor: '2' });
    const subnet = outage('subnet', { building: '', subnet: '10.0.0.0/24' });
    expect(outageAt(room, [subnet, outage('building'), floor])).toBe(floor);
    expect(outageAt(room, [outage('floor', { floor: '3' }), subnet])).toBe(subnet);
    expect(outageAt(silent('Elsewhere', '2'), [outage('building'), floor])).toBeNull();
  });
});
