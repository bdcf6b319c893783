/** The rules for sound: microphone, speaker and default speaker. */

import { days, minutes } from '../durations.ts';
import type { Rule } from '../rule.ts';
import { telemetryRule } from '../telemetryRule.ts';

const unplugged = ['not found', 'not detected', 'disconnected', 'unplugged', 'missing'];

/** The rule for the microphone that meetings use. */
export const conferenceMicrophoneRule: Rule = {
  type: 'conference-microphone',
  category: 'audio',
  label: 'Conference microphone',
  severity: 'important',
  opensAfterMs: minutes(5),
  investigateForMs: minutes(10),
  escalatesAfterMs: null,
  impact: 'People who join from elsewhere cannot hear the room.',
  description: 'The microphone chosen for meetings does not respond.',
  causes: [
    'The USB cable of the microphone or of the audio processor is loose.',
    'The microphone, its hub or the audio processor has lost power.',
    'Another device was chosen as the microphone for meetings, or the chosen one was replaced.',
    'The app lost the audio device after an update or a restart.',
  ],
  resolutions: [
    'Plug the microphone in again, directly into the device rather than into a hub.',
    'Switch the audio processor or the conference bar off and on again.',
    'Choose the right microphone in the settings under Peripherals.',
    'Restart the app, then the device.',
  ],
  recommendedAction:
    'Plug the USB cable of the microphone in again, directly into the room device. Then open Settings, Peripherals on the touch panel, choose that microphone and speak: the level bar must move. If it does not, restart the audio processor or conference bar.',
  adviceByDetail: [
    {
      whenDetailHas: unplugged,
      recommendedAction:
        'The device does not see the microphone. Follow its USB cable: plug it in again at the microphone and at the device, leave out any hub, and check that the audio processor has power. When it appears, choose it in Settings, Peripherals.',
    },
    {
      whenDetailHas: ['mute'],
      recommendedAction:
        'The microphone is muted in hardware. Press the mute key on the microphone or bar until its light shows that it is open, then check the mute setting of the audio processor.',
    },
  ],
  remediations: ['restartApp'],
  ...telemetryRule,
};

/** The rule for the speaker that meetings use. */
export const conferenceSpeakerRule: Rule = {
  type: 'conference-speaker',
  category: 'audio',
  label: 'Conference speaker',
  severity: 'important',
  opensAfterMs: minutes(5),
  investigateForMs: minutes(10),
  escalatesAfterMs: null,
  impact: 'People in the room cannot hear those who join from elsewhere.',
  description: 'The speaker chosen for meetings does not respond.',
  causes: [
    'The USB or HDMI cable that carries the sound is loose.',
    'The speaker, amplifier or conference bar has lost power.',
    'The chosen speaker belongs to a display that is off or was replaced.',
    'The app lost the audio device after an update or a restart.',
  ],
  resolutions: [
    'Plug the speaker in again, directly into the device rather than into a hub.',
    'Switch the amplifier or the conference bar off and on again.',
    'Choose the right speaker in the settings under Peripherals.',
    'Restart the app, then the device.',
  ],
  recommendedAction:
    'Plug the cable of the speaker or conference bar in again, directly into the room device, and check its power. Then open Settings, Peripherals on the touch panel, choose that speaker and play the test sound. If the sound comes through a display, make sure that the display is on.',
  adviceByDetail: [
    {
      whenDetailHas: unplugged,
      recommendedAction:
        'The device does not see the speaker. Follow its cable: plug it in again at the speaker and at the device, leave out any hub, and check the power of the amplifier or bar. When it appears, choose it in Settings, Peripherals and play the test sound.',
    },
  ],
  remediations: ['restartApp'],
  ...telemetryRule,
};

/** The rule for the speaker of everything that is not a call: ring tone and shared sound. */
export const defaultSpeakerRule: Rule = {
  type: 'default-speaker',
  category: 'audio',
  label: 'Default speaker',
  severity: 'warning',
  opensAfterMs: minutes(5),
  investigateForMs: 0,
  escalatesAfterMs: days(7),
  impact: 'People in the room may not hear the ring tone or the sound of shared content.',
  description:
    'The speaker for ring tones and shared content is missing or is not the one the room is set up with.',
  causes: [
    'The default speaker was never chosen or was changed by an update.',
    'The default speaker is a display that is switched off.',
    'The chosen speaker was unplugged or replaced.',
  ],
  resolutions: [
    'Choose the default speaker in the settings under Peripherals.',
    'Switch on the display whose speakers are used.',
    'Plug the chosen speaker in again.',
  ],
  recommendedAction:
    'Open Settings, Peripherals on the touch panel and choose as default speaker the one that is also the conference speaker, unless the room has another on purpose. If the chosen one is missing from the list, check its cable and the power of its display.',
  adviceByDetail: [],
  remediations: [],
  ...telemetryRule,
  isMisconfiguration: true,
};
