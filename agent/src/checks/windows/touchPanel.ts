/**
 * `display:console`: checks the touch panel by its touch sensor. Windows can identify a touch sensor, but
 * cannot distinguish the screen of the panel from the screens at the front of the room.
 */
import { z } from 'zod';
import type { Observation } from '../../loop/items.ts';
import { type CheckDeps, createMissingCounter } from './maintenance.ts';

/** Finds touch sensors by their HID usage (digitizers, touch screen), because device names are localised. */
export const touchScript = `
Get-CimInstance -ClassName Win32_PnPEntity -Filter "PNPClass='HIDClass'" -OperationTimeoutSec 20 |
  Where-Object { (@($_.HardwareID) + @($_.CompatibleID)) -contains 'HID_DEVICE_UP:000D_U:0004' } |
  ForEach-Object { [pscustomobject] @{
    Problem = $_.ConfigManagerErrorCode; Present = ($_.Present -ne $false) } }`;

const sensorSchema = z.object({ Problem: z.number(), Present: z.boolean() });
type Sensor = z.infer<typeof sensorSchema>;

/** The problem code of a device that is not connected. */
const notConnected = 45;

/** Creates the check. It has a state, so call this once per process. */
export function createTouchPanelCheck({ runScript, maintenance, seen }: CheckDeps) {
  const missing = createMissingCounter();
  return async (): Promise<Observation | null> => {
    const found = await runScript(touchScript, sensorSchema);
    if (found === null) return null;
    const known = seen.current().touchSensors;
    const verdict = evaluateSensors(found, known);
    const working = found.filter(isWorking).length;
    if (working > known) seen.record({ touchSensors: working });
    if (verdict?.state !== 'unhealthy' || maintenance.isOn()) {
      missing.reset();
      return verdict?.state === 'unhealthy' ? null : verdict;
    }
    return missing.isMissing() ? verdict : null;
  };
}

/**
 * Evaluates the sensors. A screen at the front of the room may have a touch sensor, too. While some of several
 * sensors work, the code cannot determine which one is missing and returns `null` (unknown).
 */
export function evaluateSensors(found: readonly Sensor[], known: number): Observation | null {
  const signal = 'display:console';
  const present = found.filter(({ Present, Problem }) => Present && Problem !== notConnected);
  const working = present.filter(isWorking).length;
  if (working > 0)
    return working === present.length && working >= known ? { signal, state: 'healthy' } : null;
  const problem = present[0]?.Problem;
  if (problem !== undefined)
    return {
      signal,
      state: 'unhealthy',
      detail: `The touch panel does not work: Windows reports problem ${problem}.`,
    };
  if (known === 0) return null;
  return { signal, state: 'unhealthy', detail: 'The touch panel is no longer connected.' };
}

function isWorking({ Problem, Present }: Sensor): boolean {
  return Present && Problem === 0;
}
