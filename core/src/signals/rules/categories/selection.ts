/** The rules for devices chosen in the settings: the chosen one is missing, and another is used. */

import { days, minutes } from '../durations.ts';
import type { Rule } from '../rule.ts';
import { telemetryRule } from '../telemetryRule.ts';

const notFound = ['missing', 'not found', 'not detected', 'unplugged', 'disconnected'];

/** The common part of these rules: the room uses another device than the chosen one, so it works, but not as configured. */
const shared = {
  ...telemetryRule,
  severity: 'warning',
  opensAfterMs: minutes(5),
  investigateForMs: 0,
  escalatesAfterMs: days(7),
  isMisconfiguration: true,
  remediations: [],
} as const;

/** The rule for a microphone in use that is not the one chosen. */
export const microphoneSelectionRule: Rule = {
  ...shared,
  type: 'microphone-selection',
  category: 'audio',
  label: 'Microphone selection',
  impact: 'People who join from elsewhere may hear the room faintly or with echo.',
  description:
    'The microphone chosen for meetings is missing, and another one is used in its place.',
  causes: [
    'The chosen microphone was unplugged, or its audio processor or conference bar is off.',
    'The microphone was replaced and the new one was never chosen.',
    'The microphone was moved to another USB port or got new firmware, so that Windows takes it for another device.',
    'A camera or a display brings a microphone of its own, and the app fell back to it.',
  ],
  resolutions: [
    'Plug the chosen microphone in again, into the USB port where it was.',
    'Choose the microphone that the room should use in the settings under Peripherals.',
    'Switch off the microphones of cameras and displays that the room does not use.',
  ],
  recommendedAction:
    'Open Settings, Peripherals on the touch panel and compare the microphone that is chosen with the one in the room. If it was replaced, choose the new one, speak, and watch the level bar move. If it should still be there, check its USB cable and its power, then choose it again.',
  adviceByDetail: [
    {
      whenDetailHas: notFound,
      recommendedAction:
        'The chosen microphone is not found. Plug its USB cable in again, directly into the room device, and check the power of the audio processor or conference bar. If it was taken away for good, choose the microphone that is there now in Settings, Peripherals.',
    },
  ],
};

/** The rule for a speaker in use that is not the one chosen. */
export const speakerSelectionRule: Rule = {
  ...shared,
  type: 'speaker-selection',
  category: 'audio',
  label: 'Speaker selection',
  impact: 'People in the room may hear meetings from the wrong place, faintly or not at all.',
  description: 'The speaker chosen for meetings is missing, and another one is used in its place.',
  causes: [
    'The chosen speaker was unplugged, or its amplifier or conference bar is off.',
    'The chosen speaker belongs to a display that is off or was replaced.',
    'The speaker was replaced and the new one was never chosen.',
    'The speaker was moved to another port, so that Windows takes it for another device.',
  ],
  resolutions: [
    'Plug the chosen speaker in again, into the port where it was, and give it power.',
    'Switch on the display whose speakers are chosen.',
    'Choose the speaker that the room should use in the settings under Peripherals.',
  ],
  recommendedAction:
    'Open Settings, Peripherals on the touch panel and compare the speaker that is chosen with the one in the room. If it was replaced, choose the new one and play the test sound. If it should still be there, check its cable and the power of the amplifier, bar or display, then choose it again.',
  adviceByDetail: [
    {
      whenDetailHas: ['hdmi', 'display audio', 'high definition audio'],
      recommendedAction:
        'A display has to do with the sound. If the sound should come from the display, switch it on and check its HDMI cable. If it should not, choose the conference speaker of the room in Settings, Peripherals and play the test sound.',
    },
    {
      whenDetailHas: notFound,
      recommendedAction:
        'The chosen speaker is not found. Plug its cable in again, directly into the room device, and check the power of the amplifier or conference bar. If it was taken away for good, choose the speaker that is there now in Settings, Peripherals and play the test sound.',
    },
  ],
};

/** The rule for a camera in use that is not the one chosen. */
export const cameraSelectionRule: Rule = {
  ...shared,
  type: 'camera-selection',
  category: 'camera',
  label: 'Camera selection',
  impact: 'People who join from elsewhere may see the room from the wrong side or only part of it.',
  description: 'The camera chosen for meetings is missing, and another one is used in its place.',
  causes: [
    'The chosen camera was unplugged or has lost power.',
    'The camera was replaced and the new one was never chosen.',
    'The camera was moved to another USB port, so that Windows takes it for another device.',
    'The camera for the whiteboard or one of a display is used because the chosen one is away.',
  ],
  resolutions: [
    'Plug the chosen camera in again, into the USB port where it was.',
    'Choose the camera that the room should use in the settings under Peripherals.',
    'Unplug cameras that the room does not need.',
  ],
  recommendedAction:
    'Open Settings, Peripherals on the touch panel and compare the camera that is chosen with the one in the room. If it was replaced, choose the new one and look at its picture. If it should still be there, check its power and its USB cable, then choose it again.',
  adviceByDetail: [
    {
      whenDetailHas: ['content'],
      recommendedAction:
        'The content camera has to do with this. In Settings, Peripherals, choose the camera that looks at the people as the camera for meetings, and the one that looks at the whiteboard as content camera. If one of them is not in the list, check its power and its USB cable.',
    },
    {
      whenDetailHas: notFound,
      recommendedAction:
        'The chosen camera is not found. Check that it has power and plug its USB cable in again at the camera and directly at the room device. If it was taken away for good, choose the camera that is there now in Settings, Peripherals.',
    },
  ],
};
