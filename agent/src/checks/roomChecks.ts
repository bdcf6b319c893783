/** The checks of a Teams Rooms device on Windows. They use files in which earlier results are stored. */
import path from 'node:path';
import type { AgentConfig } from '../config.ts';
import { persistInFile } from '../durable.ts';
import type { OnEvent } from '../log.ts';
import type { RunProgram } from '../runProgram.ts';
import { createBluetoothCheck } from './windows/bluetooth.ts';
import { createDefaultCredentialsCheck, parseLastAttempt } from './windows/defaultCredentials.ts';
import type { Maintenance } from './windows/maintenance.ts';
import { createMeetingAppCheck } from './windows/meetingApp.ts';
import { createPowerShell } from './windows/powerShell.ts';
import { openSeenParts, seenPartsFile } from './windows/seenParts.ts';
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

/** Creates the checks. Each check has a state, so call this once per process. */
export function createRoomChecks(deps: RoomChecksDeps) {
  const { maintenance, now, uptimeMs, onEvent } = deps;
  const runScript = createPowerShell(deps.run, deps.windows);
  const fileOf = (name: string) => path.join(deps.config.spoolFolder, name);
  const seen = openSeenParts(seenPartsFile(fileOf('seen.json')));
  const check = { check: 'default-credentials' };
  return {
    meetingApp: createMeetingAppCheck({ runScript, maintenance, seen }),
    touchPanel: createTouchPanelCheck({ runScript, maintenance, seen }),
    bluetooth: createBluetoothCheck({ runScript, maintenance, seen }),
    defaultCredentials: createDefaultCredentialsCheck({
      runScript,
      keep: persistInFile(fileOf('default-credentials.json'), parseLastAttempt),
      now,
      uptimeMs,
      onSkipped: (reason) => onEvent('check.skipped', { ...check, reason }),
    }),
  };
}
