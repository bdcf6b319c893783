/** The rules for the software of the room device: versions, updates, nightly restart, clock. */

import { days, hours, minutes } from '../durations.ts';
import type { Rule } from '../rule.ts';
import { telemetryRule } from '../telemetryRule.ts';

const shared = {
  ...telemetryRule,
  category: 'software',
  severity: 'warning',
  opensAfterMs: hours(2),
  investigateForMs: 0,
  escalatesAfterMs: days(7),
  remediations: [],
} as const;

/** The platform updates versions itself where the rules allow it, which takes at most an hour. */
const updated = { investigateForMs: minutes(60), remediations: ['update'] } as const;

/** The rule for an app that is too old. */
export const appVersionRule: Rule = {
  ...shared,
  ...updated,
  type: 'app-version',
  label: 'App version',
  impact:
    'Meetings in this room may lack features or fail, because this version is no longer supported.',
  description: 'The Teams Rooms app on this device is older than the versions that are supported.',
  causes: [
    'The device cannot reach the Microsoft Store, which updates the app at night.',
    'The device is switched off at night, when updates are installed.',
    'A policy switches the Store or its automatic updates off.',
    'The device was restored from an old image.',
  ],
  resolutions: [
    'Leave the device switched on at night.',
    'Allow the addresses of the Microsoft Store and of Windows Update in firewall and proxy.',
    'Except room devices from policies that switch the Store off.',
    'Install the latest version of the app by hand.',
  ],
  recommendedAction:
    'Leave the device on tonight and see tomorrow whether the app is newer. If not, check that firewall, proxy and policies let it reach the Microsoft Store. To catch up at once, download the latest installer of the app from Microsoft and run it on the device as local administrator, outside meetings.',
  adviceByDetail: [
    {
      whenDetailHas: ['store', '0x8'],
      recommendedAction:
        'The update from the Microsoft Store fails. See that the Store is not switched off by policy, that the services Windows Update and Background Intelligent Transfer run, and that firewall and proxy let the device reach the Store without asking for sign-in. Then let the device try again tonight.',
    },
  ],
};

/** The rule for a Windows that is too old. */
export const osVersionRule: Rule = {
  ...shared,
  ...updated,
  type: 'os-version',
  label: 'Windows version',
  impact: 'The room can no longer get security fixes or new versions of the app.',
  description:
    'Windows on this device is a version that is no longer supported or soon will not be.',
  causes: [
    'The device runs Windows 10, for which regular support has ended.',
    'Feature updates are held back by a policy or an update server.',
    'The device lacks disk space for a feature update.',
    'The processor or the security chip of the device does not fit Windows 11.',
  ],
  resolutions: [
    'Install the feature update that Windows Update offers, outside meetings.',
    'Except room devices from policies that delay feature updates.',
    'Free disk space on the device.',
    'Replace a device that cannot run a supported Windows.',
  ],
  recommendedAction:
    'Sign in as local administrator, open Windows Update and install what it offers outside meetings. If no feature update is offered, look for a policy or update server that delays it, and for too little disk space. Take only versions of Windows that are supported for Teams Rooms.',
  adviceByDetail: [
    {
      whenDetailHas: ['windows 10 ', 'windows 10,', '10.0.19', '10.0.18', '10.0.17', '10.0.14'],
      recommendedAction:
        'This device runs Windows 10, whose regular support ended on 14 October 2025. Ask its maker whether it can run Windows 11: then let Windows Update bring it, outside meetings and with enough free disk space. If its processor or security chip does not allow it, plan a new device.',
    },
    {
      whenDetailHas: [
        'end of support',
        'end of service',
        'end of servicing',
        'no longer supported',
      ],
      recommendedAction:
        'This version of Windows has come to the end of its support, or soon will. Install the next feature update that is supported for Teams Rooms: sign in as local administrator, free disk space, run Windows Update outside meetings and restart. If none is offered, look for a policy that delays it.',
    },
    {
      whenDetailHas: ['ltsc', 'edition', 'home'],
      recommendedAction:
        'This edition of Windows may not be one that Teams Rooms supports. Compare it with the list of supported versions that Microsoft publishes. If it is not there, restore the device from the image of its maker, which brings the edition it is licensed for, and sign in the room account again.',
    },
  ],
};

/** The rule for Windows updates that do not get installed. */
export const windowsUpdateRule: Rule = {
  ...shared,
  type: 'windows-update',
  label: 'Windows Update',
  impact: 'The room misses security fixes and may restart at a bad moment when they come at last.',
  description: 'Updates of Windows fail or have been waiting on this device for too long.',
  causes: [
    'The device cannot reach Windows Update or the update server of the organisation.',
    'An update waits for a restart that does not come.',
    'The disk has too little space for the update.',
    'The update fails and is tried over and over.',
  ],
  resolutions: [
    'Restart the device outside meetings so that waiting updates are finished.',
    'Allow the addresses of Windows Update in firewall and proxy.',
    'Free disk space on the device.',
    'Look up the error code in the update history and follow it.',
  ],
  recommendedAction:
    'Restart the device outside meetings. Then sign in as local administrator, open Windows Update and look at the update history: note the error code, free disk space, and try again. If nothing is offered at all, check the update server and the policies that apply to the device.',
  adviceByDetail: [
    {
      whenDetailHas: ['reboot', 'restart'],
      recommendedAction:
        'Updates are installed and wait for a restart. Restart the device outside meetings. If this comes back, see why the nightly restart does not finish updates: the device may be switched off at night.',
    },
    {
      whenDetailHas: ['0x80070070', 'disk space', 'not enough space'],
      recommendedAction:
        'There is too little disk space for the update. Sign in as local administrator, delete temporary files and the files of past updates in Settings, System, Storage, then run Windows Update again outside meetings.',
    },
    {
      whenDetailHas: ['0x8024402c', '0x80072ee2', '0x80072efd', '0x80072ee7', '0x8024401c'],
      recommendedAction:
        'The device cannot reach its update service. Check name resolution, proxy and firewall from the network of the room, and that the update server named by policy (if any) still exists. Then run Windows Update again.',
    },
  ],
};

/** The rule for a device that does not restart at night. */
export const nightlyRestartRule: Rule = {
  ...shared,
  type: 'nightly-restart',
  label: 'Nightly restart',
  impact: 'The room may become slow or stop answering in meetings, and updates stay unfinished.',
  description: 'The device has not restarted at night, as it should every night.',
  causes: [
    'The scheduled task for the nightly restart is switched off or was removed by a policy.',
    'The device is switched off or asleep at night.',
    'A program or an unfinished update keeps Windows from shutting down.',
  ],
  resolutions: [
    'Restart the device once by hand, outside meetings.',
    'Leave the device switched on at night and keep it from sleeping.',
    'See that the scheduled task for the nightly restart is there and switched on.',
    'Except room devices from policies of ordinary desktop computers.',
  ],
  recommendedAction:
    'Restart the device once, outside meetings. Then see why it does not do so by itself at night: it must stay switched on, its power plan must not let it sleep, and the nightly maintenance of Teams Rooms in the task scheduler of Windows must be enabled and show no error for its last run.',
  adviceByDetail: [
    {
      whenDetailHas: ['disabled', 'no task', 'task missing', 'not scheduled'],
      recommendedAction:
        'The scheduled task for the nightly restart is missing or switched off. Sign in as local administrator, open the task scheduler and enable it. If it is not there, install the app anew, and look for a policy or clean-up program that removes such tasks.',
    },
  ],
};

/** The rule for Monitoring Software that cannot read the log of the app. */
export const eventLogRule: Rule = {
  ...shared,
  type: 'event-log',
  label: 'Event log',
  impact:
    'Faults that only the app’s own log shows stay unnoticed: displays, audio, camera, sign-in.',
  description: 'The Monitoring Software cannot read the Teams Rooms log on the device.',
  causes: [
    'The Monitoring Software does not run with the rights to read the log.',
    'The log “Skype Room System” does not exist: the app was never started, or was removed.',
    'The file of the log is damaged, or a policy has switched the log off.',
    'The service Windows Event Log does not run.',
  ],
  resolutions: [
    'Run the task of the Monitoring Software as SYSTEM.',
    'Start the Teams Rooms app once, or install it anew: it makes the log.',
    'Start the service Windows Event Log.',
    'Clear or enable the log in Event Viewer, under Applications and Services Logs.',
  ],
  recommendedAction:
    'Sign in as local administrator and open the log “Skype Room System” in Event Viewer, under Applications and Services Logs. If it opens, run the task of the Monitoring Software as SYSTEM. If it does not, start the app and the service Windows Event Log, then restart the device.',
  adviceByDetail: [
    {
      whenDetailHas: ['does not exist', '15007'],
      recommendedAction:
        'The log “Skype Room System” is not there: the Teams Rooms app makes it when it starts. Check that the app is installed and has started, restart the device, and install the app anew if the log stays away.',
    },
    {
      whenDetailHas: ['denies access', 'access denied', 'access is denied'],
      recommendedAction:
        'Windows does not let the Monitoring Software read the log. Open the task scheduler as local administrator and let the task of the Monitoring Software run as SYSTEM. The installer of the Monitoring Software sets this when it runs again.',
    },
    {
      whenDetailHas: ['damaged', 'corrupt'],
      recommendedAction:
        'The file of the log is damaged. Sign in as local administrator, save and clear the log “Skype Room System” in Event Viewer, then restart the device. If it is damaged again, check the disk.',
    },
    {
      whenDetailHas: ['does not run', 'service windows event log', '1062'],
      recommendedAction:
        'The service Windows Event Log does not run. Sign in as local administrator, set it to start automatically in Services, start it, and restart the device. Look for a policy that switched it off.',
    },
  ],
};

/** The rule for a clock that is wrong. */
export const timeDriftRule: Rule = {
  ...shared,
  type: 'time-drift',
  label: 'Time drift',
  impact: 'Meetings may show at the wrong time on the touch panel, and sign-in may fail.',
  description: 'The clock of the device differs from the true time by more than is safe.',
  causes: [
    'The device cannot reach its time server: UDP port 123 is blocked.',
    'The time service of Windows is stopped or asks a server that no longer exists.',
    'The battery that keeps the clock of the device is empty.',
  ],
  resolutions: [
    'Allow UDP port 123 to the time server in the firewall.',
    'Start the time service of Windows and let it synchronise.',
    'Name a time server that the room can reach.',
    'Have the battery of the clock replaced if the time is lost whenever power is.',
  ],
  recommendedAction:
    'Sign in as local administrator and run w32tm /resync, then w32tm /query /status to see which time server is asked. If it does not respond, allow UDP port 123 to it or name one that can be reached. If the time is wrong after every loss of power, the battery of the clock is empty.',
  adviceByDetail: [
    {
      whenDetailHas: ['time zone', 'timezone'],
      recommendedAction:
        'The time zone of the device is not that of the room. Sign in as local administrator, set the time zone in the settings of Windows, and restart the device so that the touch panel shows meetings at the right time.',
    },
    {
      whenDetailHas: ['1970-', '2000-01', 'battery', 'cmos'],
      recommendedAction:
        'The clock has fallen back to a date long ago, as happens when the battery that keeps it is empty and power was lost. Run w32tm /resync as local administrator to get the room going, then have the maker of the device replace the battery.',
    },
  ],
};
