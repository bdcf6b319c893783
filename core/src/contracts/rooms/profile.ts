/**
 * A room's profile: the members that lists show, and the validation of changes from managers (clean
 * texts, limits, an existing time zone).
 */
import { z } from 'zod';
import { sanitizeDetail } from '../../text/deviceText.ts';
import { timeZoneNamed } from '../../wording/timeZones.ts';
import { meetingModes } from '../../words.ts';
import { profileLimits } from '../limits.ts';
import type { Wire } from '../wire.ts';

/** The members of a profile that the list of rooms shows. */
export const listedProfile = z.strictObject({
  name: z.string(),
  building: z.string(),
  floor: z.string(),
  capacity: z.int().min(0),
  groups: z.array(z.string()),
});
export type ListedProfile = Wire<typeof listedProfile>;

const most = profileLimits.textCharacters;

/**
 * One clean line. A longer one is rejected and not cut, because two names must not become equal.
 */
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
  .refine((names) => new Set(names).size === names.length, 'Each group can appear here only once.');

const noSuchZone = 'This time zone does not exist. A valid name is, for example, Europe/Berlin.';

const timeZone = z.string(noSuchZone).transform((name, context) => {
  const zone = timeZoneNamed(name.trim());
  if (zone !== null) return zone;
  context.addIssue({ code: 'custom', message: noSuchZone });
  return z.NEVER;
});

/** The changed members of a profile, at least one. */
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
  .refine((profile) => Object.keys(profile).length > 0, 'The change contains no member.');
export type ProfileChange = z.infer<typeof profileChange>;
