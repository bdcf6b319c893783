/** The checks of a Teams Rooms device on Windows, over what the Monitoring Software remembers of it. */
import path from 'node:path';
import type { AgentConfig } from '../config.ts';
import { keepInFile } from '../durable.ts';
import type { OnEvent } from '../log.ts';
import type { RunProgram } from '../runProgram.ts';
import { createBluetoothCheck } from './windows/bluetooth.ts';
import { createDefaultCredentialsCheck, evaluateTried } from './windows/defaultCredentials.ts';
import type { Maintenance } from './windows/maintenance.ts';
import { createMeetingAppCheck } from './windows/meetingApp.ts';
import { createPowerShell } from './windows/powerShell.ts';
import { keepSeen, openSeen } from './windows/seenParts.ts';
import { createTouchPanelCheck } from './windows/touchPanel.ts';

export type RoomChecksDeps = {
  readonly config: Pick<AgentConfig, 'spoolFolder'>;
  readonly run: RunProgram;
  readonly windows: string;
  readonly now: () => Date;
  readonly uptimeMs: () => number;
  readonly maintenance: Maintenance;
  readonly onEvent: OnEvent;
};

/** Makes them; each has a state, so they are made once. */
export function createRoomChecks(deps: RoomChecksDeps) {
  const { maintenance, now, uptimeMs, onEvent } = deps;
  const ask = createPowerShell(deps.run, deps.windows);
  const fileOf = (name: string) => path.join(deps.config.spoolFolder, name);
  const seen = openSeen(keepSeen(fileOf('seen.json')));
  const check = { check: 'default-credentials' };
  return {
    meetingApp: createMeetingAppCheck({ ask, maintenance, seen }),
    touchPanel: createTouchPanelCheck({ ask, maintenance, seen }),
    bluetooth: createBluetoothCheck({ ask, maintenance, seen }),
    defaultCredentials: createDefaultCredentialsCheck({
      ask,
      keep: keepInFile(fileOf('default-credentials.json'), evaluateTried),
      now,
      uptimeMs,
      onSkipped: (reason) => onEvent('check.skipped', { ...check, reason }),
    }),
  };
}
