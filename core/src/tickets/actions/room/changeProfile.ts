/** Edit room: people change the master data of a room. */
import type { ProfileChange } from '../../../contracts/rooms/profile.ts';
import type { Room, RoomProfile } from '../../../room.ts';
import { appliesIn } from '../../../signals/catalogue.ts';
import { setState } from '../../../signals/state/stateHistory.ts';
import { formatProfile } from '../../../wording/changes.ts';
import { addChange, withParts } from '../../draft.ts';
import { signalRecords } from '../../ticketState.ts';
import { defineAction } from '../action.ts';

export type ChangeProfile = {
  readonly action: 'changeProfile';
  readonly profile: Partial<RoomProfile>;
};

export const changeProfile = defineAction<ChangeProfile>().onRoom({
  needsRole: 'manager',
  whenRetired: 'allowed',
  label: 'Edit room',
  phrase: 'change rooms',
  past: (what) => `changed ${what}`,
  asksFirst: true,
  isForMany: false,
  buttonAt: 'actions',
  request: {
    payload: ({ profile }) => ({ profile }),
    toCommand: ({ action, profile }) => ({ action, profile }),
    formatDone({ label, payload, changes }) {
      // The changes, not the request: the request may contain values that the room already had.
      const changed = changes.find((change) => change.type === 'room.changed');
      return `${label} was changed: ${formatProfile(changed?.after ?? payload.profile)}.`;
    },
    undo({ profile }, { before }) {
      if (before.profile === null) return null;
      const changed = findDiffering(profile, before.profile);
      if (changed.length === 0) return null;
      return { action: 'changeProfile' as const, profile: pick(before.profile, changed) };
    },
  },
  /** Applies the values that differ. Signals that a new meeting mode excludes become `notApplicable`. */
  decide({ profile }, { draft, now }) {
    const { room } = draft;
    const differing = findDiffering(profile, room);
    if (differing.length === 0) return { code: 'nothingChanged' };
    const [before, after] = [pick(room, differing), pick(profile, differing)];
    let changed: Room = { ...room, ...after };
    for (const [signal, record] of signalRecords(changed)) {
      if (appliesIn(changed.meetingMode, signal) || record.state === 'unknown') continue;
      changed = withParts(changed, signal, setState(record, 'notApplicable', now, now));
    }
    return addChange(draft, changed, { type: 'room.changed', before, after });
  },
});

type Member = keyof RoomProfile;

/** The members with a value that the room does not have. */
function findDiffering(profile: Partial<RoomProfile>, room: RoomProfile): readonly Member[] {
  const entries = Object.entries(profile) as [Member, unknown][];
  return entries
    .filter(
      ([member, value]) =>
        value !== undefined && JSON.stringify(value) !== JSON.stringify(room[member]),
    )
    .map(([member]) => member);
}

function pick(profile: Partial<RoomProfile>, members: readonly Member[]): ProfileChange {
  return Object.fromEntries(members.map((member) => [member, profile[member]]));
}
