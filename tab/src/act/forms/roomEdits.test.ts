import type { RoomDetail } from '@rooms-pro/core/contracts';
import { describe, expect, it } from 'vitest';
import { faultsByField, toRoomChange, toRoomDraft, withGroup } from './roomEdits.ts';

const room = {
  name: 'Marble',
  building: '',
  floor: '4',
  capacity: 8,
  groups: ['a,b'],
  timeZone: 'UTC',
  meetingMode: 'teams',
  expectedDisplays: 1,
} as unknown as RoomDetail;
const draft = toRoomDraft(room);

describe('toRoomChange', () => {
  it('finds nothing where only blanks differ', () => {
    expect(toRoomChange(room, draft)).toBeNull();
    expect(toRoomChange(room, { ...draft, name: ' Marble ', capacity: '8 ' })).toBeNull();
  });

  it('sends the differences', () => {
    const edited = { ...draft, building: 'Quay House ', groups: ['a', 'b'], expectedDisplays: '2' };
    expect(toRoomChange(room, edited)).toEqual({
      building: 'Quay House',
      groups: ['a', 'b'],
      expectedDisplays: 2,
    });
  });

  it('leaves the validation of numbers to the server', () => {
    for (const capacity of ['', 'many'])
      expect(toRoomChange(room, { ...draft, capacity })).toEqual({ capacity: Number.NaN });
  });
});

describe('withGroup', () => {
  it('adds a name once, without blanks', () => {
    expect(withGroup(['west'], ' east ')).toEqual(['west', 'east']);
    expect(withGroup(['west'], 'west ')).toEqual(['west']);
    expect(withGroup(['west'], ' ')).toEqual(['west']);
  });
});

describe('faultsByField', () => {
  it('puts each fault at its field, the first where there are several', () => {
    const fault = (pointer: string, reason: string) => ({ pointer, reason });
    expect(
      faultsByField([
        fault('/action/profile/groups/1', 'Empty.'),
        fault('/action/profile/groups', 'Twice.'),
        fault('/action/profile/toString', 'What?'),
        fault('/action/profile', 'Nothing.'),
      ]),
    ).toEqual({ fields: { groups: 'Empty.' }, other: ['What?', 'Nothing.'] });
  });
});
