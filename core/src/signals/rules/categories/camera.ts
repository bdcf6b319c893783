/** The rules for cameras, the picture of a laptop, and the sensors that detect people. */

import { days, hours, minutes } from '../durations.ts';
import type { Rule } from '../rule.ts';
import { telemetryRule } from '../telemetryRule.ts';

/** The rule for the camera that shows the people in the room. */
export const cameraRule: Rule = {
  type: 'camera',
  category: 'camera',
  label: 'Camera',
  severity: 'important',
  opensAfterMs: minutes(5),
  investigateForMs: 0,
  escalatesAfterMs: null,
  impact: 'People who join from elsewhere cannot see the room.',
  description: 'The camera chosen for meetings does not respond.',
  causes: [
    'The USB cable of the camera is loose, too long or runs through a weak hub.',
    'The camera or conference bar has lost power.',
    'Another camera was chosen, or the chosen one was replaced.',
    'The camera is stuck after an update of its firmware.',
  ],
  resolutions: [
    'Plug the camera in again, directly into the device, with the cable it came with.',
    'Switch the camera or conference bar off for ten seconds and on again.',
    'Choose the right camera in the settings under Peripherals.',
    'Restart the device.',
  ],
  recommendedAction:
    'Check that the camera has power, then plug its USB cable in again at the camera and directly at the room device. Open Settings, Peripherals on the touch panel and choose it. If it stays missing, cut its power for ten seconds and restart the device.',
  adviceByDetail: [
    {
      whenDetailHas: ['in use', 'busy'],
      recommendedAction:
        'Another program uses the camera. Restart the room device so that the app gets it first, and remove other video software from the device.',
    },
  ],
  remediations: [],
  ...telemetryRule,
};

/** The rule for the camera that shows a whiteboard. */
export const contentCameraRule: Rule = {
  type: 'content-camera',
  category: 'camera',
  label: 'Content camera',
  severity: 'important',
  opensAfterMs: minutes(5),
  investigateForMs: 0,
  escalatesAfterMs: null,
  impact: 'People who join from elsewhere cannot see the whiteboard.',
  description: 'The camera chosen for the whiteboard does not respond.',
  causes: [
    'The cable of the content camera is loose or its extender has lost power.',
    'The content camera was removed and the room is still set up with it.',
    'The same camera was chosen for the room and for the whiteboard.',
  ],
  resolutions: [
    'Plug the content camera and its extender in again.',
    'Choose the right content camera in the settings under Peripherals.',
    'Switch the content camera off in the settings if the room no longer has one.',
  ],
  recommendedAction:
    'Follow the cable of the content camera from the whiteboard to the room device and plug it in again at both ends, with any extender on the way. Then choose it as content camera in Settings, Peripherals. If the room no longer has one, switch the content camera off there.',
  adviceByDetail: [],
  remediations: [],
  ...telemetryRule,
};

/** The rule for the input that shows the picture of a laptop. */
export const hdmiIngestRule: Rule = {
  type: 'hdmi-ingest',
  category: 'ingest',
  label: 'HDMI ingest',
  severity: 'important',
  opensAfterMs: minutes(10),
  investigateForMs: 0,
  escalatesAfterMs: null,
  impact: 'People in the room cannot show a laptop by cable.',
  description: 'The input that takes the picture of a laptop into the room does not respond.',
  causes: [
    'The capture device or dock that takes the HDMI cable is unplugged or stuck.',
    'The HDMI cable on the table is damaged.',
    'The input lost its driver after an update.',
  ],
  resolutions: [
    'Plug the capture device or dock in again at the room device.',
    'Replace the HDMI cable on the table.',
    'Restart the room device.',
    'Ask people to share through the Teams app on their laptop until the input is back.',
  ],
  recommendedAction:
    'Plug the USB cable of the capture device or dock in again at the room device, then connect a laptop with a cable that is known to work. If no picture comes, restart the room device. Until it is fixed, people can share from the Teams app on their laptop.',
  adviceByDetail: [],
  remediations: [],
  ...telemetryRule,
};

/** The rule for the sensor that wakes the room. */
export const proximitySensorRule: Rule = {
  type: 'proximity-sensor',
  category: 'proximity',
  label: 'Proximity sensor',
  severity: 'important',
  opensAfterMs: minutes(5),
  investigateForMs: 0,
  escalatesAfterMs: null,
  impact: 'The room does not wake up when people walk in, so they meet dark screens.',
  description: 'The sensor that notices people, also reported as motion sensor, does not respond.',
  causes: [
    'The sensor or the touch panel that holds it is unplugged.',
    'The touch panel runs an old firmware.',
    'The sensor is covered or broken.',
  ],
  resolutions: [
    'Plug the touch panel or the sensor in again.',
    'Update the firmware of the touch panel.',
    'Clear the view of the sensor.',
  ],
  recommendedAction:
    'Plug the touch panel (or the separate sensor) in again at the room device, then step in front of it: the screens must wake. If they do not, install the latest firmware of the panel. Until then, people can wake the room by touching the panel.',
  adviceByDetail: [],
  remediations: [],
  ...telemetryRule,
};

/** The rule for Bluetooth, with which people's devices find the room. */
export const bluetoothRule: Rule = {
  ...telemetryRule,
  type: 'bluetooth',
  category: 'proximity',
  label: 'Bluetooth',
  severity: 'warning',
  opensAfterMs: hours(2),
  investigateForMs: 0,
  escalatesAfterMs: days(7),
  impact: 'People cannot find this room from their laptop or phone to bring it into a meeting.',
  description: 'Bluetooth of the device is missing, off or does not announce the room.',
  causes: [
    'Bluetooth is switched off in Windows or in the firmware of the device.',
    'Bluetooth beaconing is switched off in the settings of the app.',
    'The Bluetooth adapter lost its driver after an update.',
    'A policy of the organisation forbids Bluetooth.',
  ],
  resolutions: [
    'Switch Bluetooth on in Windows on the device.',
    'Allow Bluetooth beaconing in the settings of the app.',
    'Install the Bluetooth driver of the maker of the device.',
    'Except room devices from the policy that forbids Bluetooth.',
  ],
  recommendedAction:
    'On the touch panel open Settings and see that Bluetooth beaconing is allowed. Then sign in as local administrator and see in Windows that Bluetooth is on and its adapter works without a warning in the device manager. Until it is fixed, people can join from the touch panel or add the room by name.',
  adviceByDetail: [
    {
      whenDetailHas: ['beacon', 'advertis'],
      recommendedAction:
        'The room does not announce itself. Open Settings on the touch panel, allow Bluetooth beaconing and restart the app. Then open a meeting in Teams on a laptop with Bluetooth next to the panel: the room must be offered.',
    },
    {
      whenDetailHas: ['driver', 'adapter', 'not found', 'missing'],
      recommendedAction:
        'Windows finds no working Bluetooth adapter. Restart the device; if that does not help, install the Bluetooth driver of its maker, and see that Bluetooth is on in the firmware settings. Until it is fixed, people can join from the touch panel or add the room by name.',
    },
  ],
  remediations: [],
};
