/** The rules for telemetry and the room's network. */

import { days, minutes } from '../durations.ts';
import type { Rule } from '../rule.ts';
import { telemetryRule } from '../telemetryRule.ts';

/** The rule for missing telemetry. Its incident opens at once, because the waiting time is already in `disconnectedAfterMs`. */
export const connectionRule: Rule = {
  type: 'connection',
  category: 'connection',
  label: 'Connection',
  severity: 'important',
  opensAfterMs: 0,
  investigateForMs: 0,
  escalatesAfterMs: null,
  impact: 'It is not known whether meetings work in this room: its present health is unknown.',
  description: 'No telemetry arrives from the device of this room.',
  causes: [
    'The device is switched off or has lost power.',
    'The network of the room is down or the network cable is loose.',
    'The Monitoring Software is stopped or its key is no longer valid.',
    'A firewall or proxy blocks the way to the ingest address.',
  ],
  resolutions: [
    'Switch the device on and wait until the touch panel shows the room name.',
    'Plug the network cable in again and check the port of the switch.',
    'Start the Monitoring Software and check its key.',
    'Allow the ingest address in firewall and proxy.',
  ],
  recommendedAction:
    'Look whether the touch panel shows the room name. If it is dark, check the power of the device and switch it on. If it works, check the network cable, then that the Monitoring Software is running, and that firewall and proxy let it reach the ingest address.',
  adviceByDetail: [
    {
      whenDetailHas: ['telemetry is rejected'],
      recommendedAction:
        'The device sends telemetry, and the platform cannot use any of it. Read the reason in the history of the room. Update the Monitoring Software, or correct what the gateway of this room sends, until the room shows telemetry again.',
    },
    {
      whenDetailHas: ['neverConnected', 'never'],
      recommendedAction:
        'This room has never sent telemetry. Install the Monitoring Software on its device, give it the key of this room, and check that the device can reach the ingest address over HTTPS.',
    },
  ],
  remediations: [],
  ...telemetryRule,
};

/** The rule for limited connectivity, as the device reports it. */
export const networkRule: Rule = {
  type: 'network',
  category: 'connection',
  label: 'Network',
  severity: 'warning',
  opensAfterMs: minutes(5),
  investigateForMs: 0,
  escalatesAfterMs: days(7),
  impact: 'Meetings in this room may stutter, drop or fail to start.',
  description: 'The device reports limited connectivity although its telemetry still arrives.',
  causes: [
    'The network cable or the port of the switch is faulty.',
    'DNS, proxy or firewall prevent the device from reaching Microsoft 365.',
    'The device fell back from cable to Wi-Fi.',
  ],
  resolutions: [
    'Plug the network cable in again or try another port.',
    'Check DNS and proxy on the device and allow the Microsoft 365 addresses.',
    'Use a cable rather than Wi-Fi.',
  ],
  recommendedAction:
    'Check that the device is on a cable, not on Wi-Fi, and plug that cable in again at the device and at the wall. Then test from the same network that Microsoft 365 can be reached without a proxy that asks for sign-in.',
  adviceByDetail: [],
  remediations: [],
  ...telemetryRule,
};

/** The rule for a device that has no network cable in use. */
export const wifiOnlyRule: Rule = {
  ...telemetryRule,
  type: 'wifi-only',
  category: 'connection',
  label: 'Wi-Fi only',
  severity: 'warning',
  opensAfterMs: minutes(5),
  investigateForMs: 0,
  escalatesAfterMs: days(7),
  impact: 'Meetings in this room may stutter or drop when Wi-Fi is busy.',
  description: 'The device is on the network by Wi-Fi alone, without a cable.',
  causes: [
    'The network cable is unplugged or damaged.',
    'The port of the switch is off, faulty or refuses the device.',
    'The room was set up without a network cable.',
  ],
  resolutions: [
    'Plug the network cable in again at the device and at the wall.',
    'Have the port of the switch checked, with its sign-in to the network (802.1X) if there is one.',
    'Have a network socket fitted near the device.',
    'Switch this rule off for rooms that are on Wi-Fi on purpose.',
  ],
  recommendedAction:
    'Plug a network cable in at the device and at the wall and see the light at its socket come on. If it stays dark, try another cable, then another port of the switch. When the cable works, switch Wi-Fi off on the device so that it cannot fall back unnoticed.',
  adviceByDetail: [
    {
      whenDetailHas: ['signal', 'weak', 'dbm'],
      recommendedAction:
        'The device is on Wi-Fi, and the Wi-Fi is weak here. Connect it by network cable. Where that cannot be, move the device out of cabinets and from behind displays, and have an access point fitted in or next to the room.',
    },
    {
      whenDetailHas: ['802.1x', 'unidentified', 'not authenticated', 'authentication'],
      recommendedAction:
        'A cable is there, but the network refuses the device. Ask the network team for its port: the device may need a certificate for 802.1X, or its address entered as a known device.',
    },
  ],
  remediations: [],
};
