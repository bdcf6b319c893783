/** Try a remediation: a person orders a command for the device. */

import { remediationLabels } from '../../../wording/labels.ts';
import type { Remediation, SignalId } from '../../../words.ts';
import { startOrdered } from '../../remediation/remediation.ts';
import { defineAction } from '../action.ts';
import { stay } from '../moves.ts';

export type Remediate = {
  readonly action: 'remediate';
  readonly signal: SignalId;
  readonly remediation: Remediation;
};

export const remediate = defineAction<Remediate>().onTicket({
  moves: stay,
  whileSuppressed: 'allowed',
  needsRole: 'lead',
  whenRetired: 'allowed',
  label: 'Try a remediation',
  phrase: 'start a remediation on a device',
  past: (what) => `started a remediation for ${what}`,
  asksFirst: true,
  // The remediations differ from signal to signal.
  isForMany: false,
  buttonAt: 'actions',
  request: {
    payload: ({ remediation }) => ({ remediation }),
    toCommand: (payload, signal) => ({ ...payload, signal }),
    formatDone: ({ payload, label }) =>
      `${remediationLabels[payload.remediation]} is requested for the device of ${label}. The history shows the result.`,
    // The device may have received the command.
    undo: () => null,
  },
  rule({ room: { command, devices } }) {
    if (command) {
      return { code: 'commandPending', remediation: command.remediation, at: command.issuedAt };
    }
    const canCommand = devices.some(({ meeting }) => meeting !== null);
    return canCommand ? null : { code: 'noDeviceForCommands' };
  },
  decide({ remediation }, { draft, signal, ticket, by, rules, now }) {
    const started = startOrdered(draft, signal, ticket, { remediation, by }, rules, now);
    return started ?? { code: 'noDeviceForCommands' };
  },
});
