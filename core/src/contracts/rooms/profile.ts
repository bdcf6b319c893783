/** The border for what managers say of a room: texts like other people's, bounds, a time zone that there is. */
import { z } from 'zod';
import { sanitizeDetail } from '../../text/deviceText.ts';
import { timeZoneNamed } from '../../wording/timeZones.ts';
import { meetingModes } from '../../words.ts';

/** Bounds of what can be said of a room. */
export const profileLimits = {
  textCharacters: 80,
  capacity: 10_000,
  groups: 20,
  displays: 16,
} as const;

const most = profileLimits.textCharacters;

/** One clean line; longer ones are refused rather than cut, since two names must not become one. */
const line = (least: 0 | 1) =>
  z
    .string('This must be a text.')
    .max(500, `This must have at most ${most} characters.`)
    .transform(sanitizeDetail)
    .pipe(
      z
        .string()
        .min(least, 'This must not be empty.')
        .max(most, `This must have at most ${most} characters.`),
    );

const whole = (least: number, greatest: number) => {
  const range = `This must be a whole number from ${least} to ${greatest}.`;
  return z.int(range).min(least, range).max(greatest, range);
};

const groups = z
  .array(line(1), 'This must be a list of groups.')
  .max(profileLimits.groups, `A room is in at most ${profileLimits.groups} groups.`)
  .refine((names) => new Set(names).size === names.length, 'Each group may stand here once.');

const noSuchZone = 'There is no such time zone. They are named like Europe/Berlin.';

const timeZone = z.string(noSuchZone).transform((name, context) => {
  const zone = timeZoneNamed(name.trim());
  if (zone !== null) return zone;
  context.addIssue({ code: 'custom', message: noSuchZone });
  return z.NEVER;
});

/** What changes about a room: some of its profile, at least one member. */
export const profileChange = z
  .strictObject({
    name: line(1).exactOptional(),
    building: line(0).exactOptional(),
    floor: line(0).exactOptional(),
    capacity: whole(0, profileLimits.capacity).exactOptional(),
    groups: groups.exactOptional(),
    timeZone: timeZone.exactOptional(),
    meetingMode: z
      .enum(meetingModes, `This must be one of ${meetingModes.join(', ')}.`)
      .exactOptional(),
    expectedDisplays: whole(1, profileLimits.displays).exactOptional(),
  })
  .refine((profile) => Object.keys(profile).length > 0, 'Nothing was said of the room.');
export type ProfileChange = z.infer<typeof profileChange>;
