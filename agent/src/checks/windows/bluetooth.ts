/** `bluetooth`: checks the radio and the Windows service that uses it. */
import { z } from 'zod';
import type { Observation } from '../../loop/items.ts';
import type { CheckDeps } from './maintenance.ts';

/** Names of classes, states and start modes are the same in every language of Windows. */
export const bluetoothScript = `
$devices = @(Get-CimInstance -ClassName Win32_PnPEntity -Filter "PNPClass='Bluetooth'" -OperationTimeoutSec 20 |
  ForEach-Object { [pscustomobject] @{
    Id = "$($_.DeviceID)"; Problem = $_.ConfigManagerErrorCode; Present = ($_.Present -ne $false) } })
$service = Get-CimInstance -ClassName Win32_Service -Filter "Name='bthserv'" -OperationTimeoutSec 20
[pscustomobject] @{ Devices = $devices; State = "$($service.State)"; StartMode = "$($service.StartMode)" }`;

const resultSchema = z.object({
  Devices: z.array(z.object({ Id: z.string(), Problem: z.number(), Present: z.boolean() })),
  /** Empty when the service does not exist. */
  State: z.string(),
  StartMode: z.string(),
});
type ScriptResult = z.infer<typeof resultSchema>;

const signal = 'bluetooth';
const disabled = 22;
const notConnected = 45;

/** Creates the check. */
export function createBluetoothCheck({ runScript, maintenance, seen }: CheckDeps) {
  return async (): Promise<Observation | null> => {
    const result = (await runScript(bluetoothScript, resultSchema))?.[0];
    if (result === undefined) return null;
    const verdict = evaluateBluetooth(result, seen.current().radio);
    if (verdict?.state === 'healthy') seen.record({ radio: true });
    return verdict?.state === 'unhealthy' && maintenance.isOn() ? null : verdict;
  };
}

/** Evaluates the script's result. A radio without the enumerators of Windows may be switched off: `null`. */
export function evaluateBluetooth(result: ScriptResult, hadRadio: boolean): Observation | null {
  const present = result.Devices.filter(
    ({ Present, Problem }) => Present && Problem !== notConnected,
  );
  const radios = present.filter(({ Id }) => !/^(BTH|SWD|ROOT)/i.test(Id));
  if (radios.length === 0)
    return hadRadio ? fault('The Bluetooth radio is missing.') : notApplicable;
  if (!radios.some(({ Problem }) => Problem === 0)) {
    const problem = radios[0]?.Problem;
    return problem === disabled
      ? fault('The Bluetooth radio is disabled in Windows.')
      : fault(`The Bluetooth radio does not work: Windows reports problem ${problem}.`);
  }
  if (result.State === '') return null;
  if (result.StartMode === 'Disabled')
    return fault('The service bthserv, which Bluetooth needs, is disabled in Windows.');
  if (result.State !== 'Running')
    return fault('The service bthserv, which Bluetooth needs, is not running.');
  return present.some(({ Id }) => /^BTH\\MS_/i.test(Id)) ? { signal, state: 'healthy' } : null;
}

const notApplicable: Observation = {
  signal,
  state: 'notApplicable',
  detail: 'The device has no Bluetooth radio.',
};

function fault(detail: string): Observation {
  return { signal, state: 'unhealthy', detail };
}
