/** `meeting-app`: checks the process of the Teams Rooms app in the session of the signed-in user. */
import { z } from 'zod';
import type { Observation } from '../../loop/items.ts';
import { type CheckDeps, createMissingCounter } from './maintenance.ts';

/**
 * Lists the sessions of the app and of the user shell. The script finds both by program names, which are the
 * same in every language. It reads the package only when the app is not running.
 */
export const appScript = `
$sessions = { param($name)
  Get-CimInstance -ClassName Win32_Process -Filter "Name='$name'" -OperationTimeoutSec 20 |
    ForEach-Object { [int] $_.SessionId } | Where-Object { $_ -ne 0 } }
$app = @(& $sessions 'Microsoft.SkypeRoomSystem.exe')
$users = @()
$packages = @()
if ($app.Count -eq 0) {
  $users = @(& $sessions 'sihost.exe')
  $packages = @(Get-AppxPackage -AllUsers -Name Microsoft.SkypeRoomSystem |
    ForEach-Object { "$($_.Version) $($_.Status)" })
}
[pscustomobject] @{ App = $app; Users = $users; Packages = $packages }`;

const resultSchema = z.object({
  App: z.array(z.number()),
  Users: z.array(z.number()),
  /** Version and status of each package. */
  Packages: z.array(z.string()),
});
type ScriptResult = z.infer<typeof resultSchema>;

/** An update may remove the package for a short time, so the fault needs more checks. */
const checksWithoutPackage = 6;

/** Creates the check. It has a state, so call this once per process. */
export function createMeetingAppCheck({ runScript, maintenance, seen }: CheckDeps) {
  const missing = createMissingCounter();
  let lastPackages: string | null = null;

  return async (): Promise<Observation | null> => {
    const result = (await runScript(appScript, resultSchema))?.[0];
    if (result === undefined) return null;
    if (result.App.length > 0) {
      missing.reset();
      lastPackages = null;
      seen.record({ app: true });
      return { signal: 'meeting-app', state: 'healthy' };
    }
    const packages = result.Packages.join(', ');
    const isUpdated = lastPackages !== null && packages !== lastPackages;
    lastPackages = packages;
    if (result.Packages.length > 0) seen.record({ app: true });
    if (maintenance.isOn() || isUpdated || isUpdating(result)) {
      missing.reset();
      return null;
    }
    // A device on which the app was never seen may not be a Teams Rooms device.
    if (!seen.current().app) return null;
    const checksInRow = result.Packages.length === 0 ? checksWithoutPackage : 2;
    if (!missing.isMissing(checksInRow)) return null;
    return { signal: 'meeting-app', state: 'unhealthy', detail: explainMissing(result) };
  };
}

function isUpdating({ Packages }: ScriptResult): boolean {
  return Packages.some((one) => /DeploymentInProgress|Servicing/.test(one));
}

function explainMissing({ Users, Packages }: ScriptResult): string {
  if (Packages.length === 0) return 'The Teams Rooms app is no longer installed.';
  if (Users.length === 0)
    return 'The Teams Rooms app is not running: no user is signed in to the device.';
  const faulty = Packages.find((one) => !/ (Ok|0)$/.test(one));
  if (faulty !== undefined)
    return `The Teams Rooms app is not running; Windows reports its package as ${faulty}.`;
  return 'The Teams Rooms app is not running in the session of the signed-in user.';
}
