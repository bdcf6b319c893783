/** The rule for problems that people report: no telemetry shows them, so a person resolves them. */

import { minutes } from '../durations.ts';
import type { DetailAdvice, Rule } from '../rule.ts';

/** Words in reports, in the order of the search: the more exact complaint comes first. */
const complaints: readonly DetailAdvice[] = [
  {
    whenDetailHas: [
      'cannot join',
      'can not join',
      "can't join",
      'can’t join',
      'unable to join',
      'start the meeting',
      'start a meeting',
      'calendar',
    ],
    recommendedAction:
      'See whether the touch panel shows today’s meetings and no banner about sign-in. If the meeting is missing, check that the room was invited and accepted. If it is there but does not start, try Meet now; if that fails too, check the network cable and restart the device.',
  },
  {
    whenDetailHas: ['hear us', 'hear the room', 'microphone', 'muted', 'echo'],
    recommendedAction:
      'People elsewhere do not hear the room well. See on the touch panel that the room is not muted, then press the mute key of the microphone or bar until its light shows that it is open. Speak in Settings, Peripherals: the level bar must move. If it does not, plug the microphone in again.',
  },
  {
    whenDetailHas: ['no sound', 'no audio', 'sound', 'hear', 'speaker', 'too loud', 'volume'],
    recommendedAction:
      'Turn the volume up on the touch panel and on the amplifier or bar. Then play the test sound in Settings, Peripherals: if it is silent, check power and cable of the chosen speaker; if it comes from elsewhere, choose the right speaker. If the test sound is fine, the fault may be on the other side of the meeting.',
  },
  {
    whenDetailHas: ['camera', 'see us', 'see the room', 'no video'],
    recommendedAction:
      'See on the touch panel that the camera is switched on in the meeting, and that no cover is over its lens. Check its power, plug its USB cable in again directly at the room device, and look at its picture in Settings, Peripherals. If there is none, restart the device.',
  },
  {
    whenDetailHas: ['hdmi', 'share', 'sharing', 'laptop', 'cast', 'present'],
    recommendedAction:
      'Connect a laptop with a cable that is known to work. If no picture comes, plug the HDMI cable in again at the table and at the room device, then restart the device. Until then, people can share from the Teams app on their laptop by joining the meeting there, without sound.',
  },
  {
    whenDetailHas: ['panel', 'console', 'touch', 'tablet'],
    recommendedAction:
      'Look at the touch panel. If it is dark, check its power and plug its cable in again at the panel and at the device. If it is lit but does not respond, restart the room device and wait for the room name to appear.',
  },
  {
    whenDetailHas: ['no picture', 'screen', 'display', 'black', 'dark', 'television', 'projector'],
    recommendedAction:
      'Switch the display on and choose the input that the room device is plugged into. If it stays dark, plug the HDMI cable in again at both ends, then try the cable of a display that works. If it works with a laptop, restart the room device.',
  },
  {
    whenDetailHas: ['slow', 'stutter', 'freez', 'frozen', 'drop', 'network'],
    recommendedAction:
      'Check that the device is on a network cable, not on Wi-Fi, and plug it in again at the device and at the wall. Restart the device between meetings. If it comes back, have the port of the switch looked at, and see whether the quality reports of the meeting name the network.',
  },
];

/** The rule for problems that people report. */
export const reportedRule: Rule = {
  type: 'reported',
  category: 'report',
  label: 'Reported problem',
  severity: 'important',
  opensAfterMs: 0,
  investigateForMs: 0,
  escalatesAfterMs: null,
  impact: 'People say that something in this room does not work for their meeting.',
  description: 'A person has reported a problem that telemetry may not show.',
  causes: [
    'Something that telemetry does not watch is broken: a cable on the table, a remote control, a light.',
    'The room is muted, turned down or set to another input.',
    'The fault was there during the meeting and has gone since.',
    'People do not know how this room works.',
  ],
  resolutions: [
    'Ask the person who reported it what they saw, and whether it is still so.',
    'Hold a short test meeting in the room: picture, sound, camera, sharing.',
    'Resolve the incident with a reason that describes the cause.',
  ],
  recommendedAction:
    'Read what was reported and ask back if it is not clear. Look at the other signals of this room, then hold a test meeting there with a second person elsewhere: sound both ways, camera, displays, sharing. When it works, resolve the incident and say what it was.',
  adviceByDetail: complaints,
  remediations: [],
  isMisconfiguration: false,
  watchForMs: minutes(15),
  resolvedBy: 'person',
  isOn: true,
};
