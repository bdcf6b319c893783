import { findSubnet } from '@rooms-pro/core';
import { describe, expect, it } from 'vitest';
import { findRoom } from './demoKeys.ts';
import { demoRooms } from './demoRooms.ts';

const known = demoRooms.map(({ device, profile }, index) => ({
  device,
  name: profile.name,
  number: 1001 + index,
  key: `key ${index}`,
}));

describe('the rooms of the demonstration', () => {
  it('are forty different rooms in three buildings', () => {
    expect(demoRooms.length).toBe(40);
    expect(new Set(demoRooms.map(({ device }) => device)).size).toBe(40);
    expect(new Set(demoRooms.map(({ profile }) => profile.name)).size).toBe(40);
    expect(new Set(demoRooms.map(({ profile }) => profile.building)).size).toBe(3);
  });

  it('have unique addresses, in one network for each floor', () => {
    expect(new Set(demoRooms.map(({ address }) => address)).size).toBe(40);
    const floors = Map.groupBy(demoRooms, ({ profile }) => `${profile.building} ${profile.floor}`);
    for (const rooms of floors.values())
      expect(new Set(rooms.map(({ address }) => findSubnet(address))).size).toBe(1);
    const subnets = new Set(demoRooms.map(({ address }) => findSubnet(address)));
    expect(subnets.size).toBe(floors.size);
  });

  it('have valid time zones and all meeting modes', () => {
    for (const { profile } of demoRooms)
      expect(() => Intl.DateTimeFormat('en', { timeZone: profile.timeZone })).not.toThrow();
    expect(new Set(demoRooms.map(({ profile }) => profile.meetingMode))).toEqual(
      new Set(['teams', 'both']),
    );
    expect(new Set(demoRooms.map(({ profile }) => profile.expectedDisplays))).toEqual(
      new Set([1, 2]),
    );
  });

  it.each([
    ['1003', 'Compass 1.03'],
    ['compass', 'Compass 1.03'],
    ['  Compass 1.03 ', 'Compass 1.03'],
    ['mtr-hh-03', 'Compass 1.03'],
  ])('are found by «%s»', (text, name) => {
    expect(findRoom(known, text)?.name).toBe(name);
  });

  it.each(['', 'nowhere', '1.03', '99'])('are not found by «%s»', (text) => {
    expect(findRoom(known, text)).toBeNull();
  });
});
