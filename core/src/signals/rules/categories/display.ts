/** The rules for displays: the screens in the front of the room and the touch panel. */

import { minutes } from '../durations.ts';
import type { Rule } from '../rule.ts';
import { telemetryRule } from '../telemetryRule.ts';

/** The rule for a display in the front of the room. */
export const displayRule: Rule = {
  type: 'display',
  category: 'display',
  label: 'Display',
  severity: 'important',
  opensAfterMs: minutes(5),
  investigateForMs: 0,
  escalatesAfterMs: null,
  impact:
    'People in the room cannot see the meeting, the other participants or shared content on this screen.',
  description: 'The Teams Rooms device finds fewer displays than the room is set up with.',
  causes: [
    'The display is switched off at the wall or by its power schedule.',
    'The video cable is loose, damaged or in another input than the one the display shows.',
    'An extender, dock or switch between the device and the display has lost power.',
    'The display was removed or replaced and the room is still set up with the old number of displays.',
  ],
  resolutions: [
    'Switch the display on and choose the input that the room device is plugged into.',
    'Plug the video cable out and in again at both ends, or try another cable.',
    'Restart the extender, dock or switch between the device and the display.',
    'Set the number of front-of-room displays in the device settings to what is in the room.',
  ],
  recommendedAction:
    'Check that the display is on and shows the input of the room device. Then plug the HDMI cable in again, first at the display, then at the device. If the picture stays away, try another cable.',
  adviceByDetail: [
    {
      whenDetailHas: ['0 of 2 ', '0 of 3 ', '0 of 4 '],
      recommendedAction:
        'No display at all is found, so look first at what they share: the power strip, the dock or extender, and the video outputs of the device. Then plug the HDMI cables in again at the device and restart it. If a display works with a laptop, the fault is on the side of the device.',
    },
    {
      whenDetailHas: ['0 of 1 ', 'Real display count is 0'],
      recommendedAction:
        'The device finds no display. Check that the display has power and shows the input of the room device, then plug the HDMI cable in again at both ends. If the display works with a laptop on the same cable, restart the device.',
    },
    {
      whenDetailHas: ['1 of 2 ', '1 of 3 ', '2 of 3 ', 'Real display count is 1'],
      recommendedAction:
        'At least one display still works. Go to the dark one: check its power and its input, then swap its cable with that of a working display. If the fault moves with the cable, replace the cable. If the room has fewer displays now, correct the number of displays in the device settings.',
    },
    {
      whenDetailHas: ['no signal'],
      recommendedAction:
        'The display is on but gets no picture. Choose the input that the room device is plugged into, then plug the HDMI cable in again at both ends. If there is an extender or switch on the way, restart it.',
    },
    {
      whenDetailHas: ['power', 'standby', 'switched off', 'turned off'],
      recommendedAction:
        'The display is off. Switch it on with its remote control, look at its power cable, and check that no power schedule or energy-saving mode switches it off during working hours.',
    },
  ],
  remediations: [],
  ...telemetryRule,
};

/** The texts of the touch panel, which differ from those of a display in the front of the room. */
export const touchPanelTexts: Pick<
  Rule,
  | 'label'
  | 'impact'
  | 'description'
  | 'causes'
  | 'resolutions'
  | 'recommendedAction'
  | 'adviceByDetail'
> = {
  label: 'Touch panel',
  impact: 'People in the room cannot start, join or control a meeting from the table.',
  description: 'The Teams Rooms device does not find its touch panel.',
  causes: [
    'The cable between the touch panel and the device is loose or damaged.',
    'The touch panel has no power.',
    'The network cable or the pairing of a panel on the network is broken.',
  ],
  resolutions: [
    'Plug the cable of the touch panel in again at both ends.',
    'Give the touch panel power and wait until it shows the room name.',
    'Restart the device and let the touch panel pair again.',
  ],
  recommendedAction:
    'Look at the touch panel. If it is dark, check its power and plug its cable in again at the panel and at the device. If it is lit but does not respond, restart the room device and wait for the room name to appear.',
  adviceByDetail: [],
};
