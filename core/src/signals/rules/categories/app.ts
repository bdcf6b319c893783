/** The rule for the Teams Rooms app itself. */

import { minutes } from '../durations.ts';
import type { Rule } from '../rule.ts';
import { telemetryRule } from '../telemetryRule.ts';

/** The rule for the app's heartbeat: the device runs, but the app on it sends no heartbeat events any more. */
export const meetingAppRule: Rule = {
  ...telemetryRule,
  type: 'meeting-app',
  category: 'app',
  label: 'Meeting app',
  severity: 'important',
  opensAfterMs: minutes(10),
  investigateForMs: minutes(60),
  escalatesAfterMs: null,
  impact: 'People in the room cannot start or join meetings.',
  description: 'The device is online, but the heartbeat of the Teams Rooms app on it has stopped.',
  causes: [
    'The app has crashed or hangs.',
    'The device shows the Windows desktop or its sign-in page in place of the app.',
    'The app did not start again after an update.',
    'The device is short of memory or its disk is full.',
  ],
  resolutions: [
    'Restart the app.',
    'Restart the device and wait until the touch panel shows the room name.',
    'Install the latest version of the app when it keeps stopping.',
    'Restore the device as its maker describes when the app no longer starts.',
  ],
  recommendedAction:
    'Look at the touch panel. If it shows the room name and answers, wait 10 minutes for the next heartbeat. If it is frozen or shows Windows, restart the device: cut its power for ten seconds if nothing else works. If the app does not come up, collect its logs, then install it anew.',
  adviceByDetail: [
    {
      whenDetailHas: ['sign-in page', 'logon', 'log on', 'lock screen', 'not signed in to windows'],
      recommendedAction:
        'The device waits at the sign-in page of Windows. Restart it: it should sign in by itself with the local account that runs the app. If it does not, look for a policy of the domain or of Intune that forbids automatic sign-in or shows a message before it, and exempt the device.',
    },
    {
      whenDetailHas: ['update'],
      recommendedAction:
        'The app stopped around an update. Restart the device and give it 15 minutes to finish. If the app still does not start, install its latest version by hand as the local administrator, and restart once more.',
    },
    {
      whenDetailHas: ['memory', 'disk full', 'no space'],
      recommendedAction:
        'The device has run out of memory or disk space. Restart it, then look as the local administrator at what takes up memory and disk: remove programs that do not belong on a room device, and old logs.',
    },
    {
      whenDetailHas: ['crash', 'fault', 'exception'],
      recommendedAction:
        'The app crashes. Collect its logs before anything else, then restart the device. If it crashes again, install the latest version of the app and the latest drivers of the device, and give the logs to the support of its maker.',
    },
  ],
  remediations: ['restartApp', 'restartDevice'],
};
