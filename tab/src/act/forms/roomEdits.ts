/** Converts the input of the room dialog to a change of the room. */
import type { MeetingMode } from '@rooms-pro/core';
import type { ProfileChange, RoomDetail } from '@rooms-pro/core/contracts';
import type { ApiFailure } from '../../api/apiFailure.ts';

/** The fields of the dialog. Numbers are text. */
export type RoomDraft = {
  readonly name: string;
  readonly building: string;
  readonly floor: string;
  readonly capacity: string;
  readonly groups: readonly string[];
  readonly timeZone: string;
  readonly meetingMode: MeetingMode;
  readonly expectedDisplays: string;
};

/** The draft for the present profile of the room. */
export function toRoomDraft(room: RoomDetail): RoomDraft {
  const { name, building, floor, groups, timeZone, meetingMode } = room;
  const capacity = String(room.capacity);
  const expectedDisplays = String(room.expectedDisplays);
  return { name, building, floor, capacity, groups, timeZone, meetingMode, expectedDisplays };
}

/**
 * Empty text is `null`, and other text that is not a number stays text: the server decides which values
 * are valid.
 */
const numberIn = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));

/**
 * The change. It contains only fields in which the draft differs from the room, so that concurrent changes
 * by other people remain. `null` if nothing differs.
 */
export function toRoomChange(room: RoomDetail, draft: RoomDraft): ProfileChange | null {
  const before: Required<ProfileChange> = {
    name: room.name,
    building: room.building,
    floor: room.floor,
    capacity: room.capacity,
    groups: [...room.groups],
    timeZone: room.timeZone,
    meetingMode: room.meetingMode,
    expectedDisplays: room.expectedDisplays,
  };
  const after: Required<ProfileChange> = {
    name: draft.name.trim(),
    building: draft.building.trim(),
    floor: draft.floor.trim(),
    capacity: numberIn(draft.capacity),
    groups: [...draft.groups],
    timeZone: draft.timeZone.trim(),
    meetingMode: draft.meetingMode,
    expectedDisplays: numberIn(draft.expectedDisplays),
  };
  const members = Object.keys(before) as (keyof RoomDraft)[];
  const different = members.filter(
    (member) => JSON.stringify(before[member]) !== JSON.stringify(after[member]),
  );
  if (different.length === 0) return null;
  return Object.fromEntries(different.map((member) => [member, after[member]]));
}

/** Adds a group. Names are trimmed, and each name occurs once. */
export function withGroup(groups: readonly string[], name: string): readonly string[] {
  const added = name.trim();
  return added === '' || groups.includes(added) ? groups : [...groups, added];
}

/** The faults that the server finds, by field; `other` contains faults of no field. */
export function faultsByField(faults: ApiFailure['faults']): {
  readonly fields: Partial<Record<keyof RoomDraft, string>>;
  readonly other: readonly string[];
} {
  const fields: Partial<Record<keyof RoomDraft, string>> = {};
  const other: string[] = [];
  for (const { pointer, reason } of faults) {
    const [, member] = /^\/action\/profile\/(\w+)/.exec(pointer) ?? [];
    if (isField(member)) fields[member] ??= reason;
    else other.push(reason);
  }
  return { fields, other };
}

const fieldNames: Readonly<Record<keyof RoomDraft, true>> = {
  name: true,
  building: true,
  floor: true,
  capacity: true,
  groups: true,
  timeZone: true,
  meetingMode: true,
  expectedDisplays: true,
};

function isField(member: string | undefined): member is keyof RoomDraft {
  return member !== undefined && Object.hasOwn(fieldNames, member);
}
