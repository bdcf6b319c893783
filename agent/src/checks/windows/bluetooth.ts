/** `bluetooth`: the radio and the service of Windows that uses it. */
import { z } from 'zod';
import type { Observation } from '../../loop/items.ts';
import type { LookDeps } from './maintenance.ts';

/** Names of classes, states and start modes are the same in every language of Windows. */
export const bluetoothScript = `
$devices = @(Get-CimInstance -ClassName Win32_PnPEntity -Filter "PNPClass='Bluetooth'" -OperationTimeoutSec 20 |
  ForEach-Object { [pscustomobject] @{
    Id = "$($_.DeviceID)"; Problem = $_.ConfigManagerErrorCode; Present = ($_.Present -ne $false) } })
$service = Get-CimInstance -ClassName Win32_Service -Filter "Name='bthserv'" -OperationTimeoutSec 20
[pscustomobject] @{ Devices = $devices; State = "$($service.State)"; StartMode = "$($service.StartMode)" }`;

const lookSchema = z.object({
  Devices: z.array(z.object({ Id: z.string(), Problem: z.number(), Present: z.boolean() })),
  /** Empty where there is no such service. */
  State: z.string(),
  StartMode: z.string(),
});
type Look = z.infer<typeof lookSchema>;

const signal = 'bluetooth';
const disabled = 22;
const notConnected = 45;

/** Makes the check. */
export function createBluetoothCheck({ ask, maintenance, seen }: LookDeps) {
  return async (): Promise<Observation | null> => {
    const look = (await ask(bluetoothScript, lookSchema))?.[0];
    if (look === undefined) return null;
    const verdict = evaluateBluetooth(look, seen.now().radio);
    if (verdict?.state === 'healthy') seen.note({ radio: true });
    return verdict?.state === 'unhealthy' && maintenance.isOn() ? null : verdict;
  };
}

/** A radio without the enumerators of Windows is perhaps switched off: nothing is known then. */
export function evaluateBluetooth(look: Look, hadRadio: boolean): Observation | null {
  const present = look.Devices.filter(
    ({ Present, Problem }) => Present && Problem !== notConnected,
  );
  const radios = present.filter(({ Id }) => !/^(BTH|SWD|ROOT)/i.test(Id));
  if (radios.length === 0)
    return hadRadio ? fault('The Bluetooth radio is not there any more.') : notApplicable;
  if (!radios.some(({ Problem }) => Problem === 0)) {
    const problem = radios[0]?.Problem;
    return problem === disabled
      ? fault('The Bluetooth radio is disabled in Windows.')
      : fault(`The Bluetooth radio does not work: Windows reports problem ${problem}.`);
  }
  if (look.State === '') return null;
  if (look.StartMode === 'Disabled')
    return fault('The service bthserv, which Bluetooth needs, is disabled in Windows.');
  if (look.State !== 'Running')
    return fault('The service bthserv, which Bluetooth needs, does not run.');
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
