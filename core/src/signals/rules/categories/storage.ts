/** The rules for the disk of the room device. */

import { hours, minutes } from '../durations.ts';
import type { Rule } from '../rule.ts';
import { telemetryRule } from '../telemetryRule.ts';

const shared = {
  ...telemetryRule,
  category: 'storage',
  severity: 'important',
  opensAfterMs: hours(2),
  escalatesAfterMs: null,
} as const;

/** The rule for a disk that is nearly full. */
export const diskSpaceRule: Rule = {
  ...shared,
  type: 'disk-space',
  label: 'Disk space',
  investigateForMs: minutes(30),
  impact:
    'Meetings in this room may freeze or fail to start once the app can no longer save anything.',
  description: 'The system disk of the room device is nearly full.',
  causes: [
    'Collected logs and memory dumps have piled up.',
    'Files of past Windows updates were never cleaned up.',
    'Programs or files that do not belong on a room device were put there.',
    'The disk is too small for Windows and its feature updates.',
  ],
  resolutions: [
    'Delete temporary files and past update files in the storage settings of Windows.',
    'Delete collected logs and memory dumps that are no longer needed.',
    'Remove programs that do not belong on a room device.',
    'Fit a larger disk if space runs out again and again.',
  ],
  recommendedAction:
    'Sign in to the device as local administrator and open Settings, System, Storage. Delete temporary files and the files of past updates there, then look in C:\\Rigel for old collected logs. Restart the device and check that at least a tenth of the disk is free.',
  adviceByDetail: [
    {
      whenDetailHas: ['free'],
      belowPercent: 3,
      recommendedAction:
        'Next to nothing is free, and the app may stop at any time, so do this before the next meeting. Sign in as local administrator, delete temporary files in Settings, System, Storage, and memory dumps and collected logs in C:\\Rigel and C:\\Windows. Restart the device, then look for what filled the disk.',
    },
    {
      whenDetailHas: ['free'],
      belowPercent: 10,
      recommendedAction:
        'The app still works, but Windows can no longer install larger updates. Sign in as local administrator and delete temporary files and the files of past updates in Settings, System, Storage, and old collected logs in C:\\Rigel, until at least a tenth of the disk is free.',
    },
    {
      whenDetailHas: ['dump'],
      recommendedAction:
        'Memory dumps fill the disk, which means that something crashes. Keep the latest dump for the support of the maker, delete the others, and look in the event log of Windows for what crashes and how often.',
    },
    {
      whenDetailHas: ['logs'],
      recommendedAction:
        'Logs fill the disk. Sign in as local administrator and delete old collected logs in C:\\Rigel. If they grow again within days, look at the newest one: something on the device writes the same error over and over.',
    },
  ],
  remediations: ['cleanUp'],
};

/** The rule for a disk that reports its own failure. */
export const diskHealthRule: Rule = {
  ...shared,
  type: 'disk-health',
  label: 'Disk health',
  investigateForMs: 0,
  impact: 'Meetings in this room may fail without warning, and the device may not start again.',
  description: 'The disk of the room device reports errors or that it is about to fail.',
  causes: [
    'The disk is worn out by the amount of data written over the years.',
    'The disk has bad blocks or is about to break.',
    'The device gets too hot where it is installed.',
    'The cable or the slot of the disk has a bad contact.',
  ],
  resolutions: [
    'Replace the disk, or the device as long as its maker warrants it.',
    'Restore the device from the image of its maker and sign in the room account again.',
    'Give the device air: out of closed cabinets, away from displays and amplifiers.',
  ],
  recommendedAction:
    'Plan the replacement of the disk now, before it fails. Write down the settings of the room, order the part or open a warranty case with the maker of the device, and keep the recovery image at hand. Until then, avoid needless restarts, and see that a spare device is near.',
  adviceByDetail: [
    {
      whenDetailHas: ['temperature', 'overheat', 'too hot'],
      recommendedAction:
        'The disk is too hot. Take the device out of a closed cabinet, clean its vents and its fan, and keep it away from displays and amplifiers. If the disk still reports errors when it is cool, have it replaced.',
    },
    {
      whenDetailHas: ['wear', 'worn', 'endurance', 'life left', 'lifetime'],
      recommendedAction:
        'The disk is worn out: it has written nearly all that it was built for. It works today, so plan its replacement for a quiet day this week, with the settings of the room written down and the recovery image of the maker at hand.',
    },
    {
      whenDetailHas: ['predict', 'smart', 'fail', 'bad block', 'bad sector', 'reallocated'],
      recommendedAction:
        'The disk itself reports that it is failing. Open a warranty case with the maker of the device today and have a spare device ready. Write down the settings of the room, and do not restart the device without need: it may not come back.',
    },
    {
      whenDetailHas: ['file system', 'ntfs', 'corrupt', 'chkdsk'],
      recommendedAction:
        'The file system has errors. Outside meetings, run chkdsk C: /f as local administrator and restart the device so that it is repaired. If errors come back, the disk itself is failing: have it replaced.',
    },
  ],
  remediations: [],
};
