/** `meeting-app`: the process of the Teams Rooms app, in the session of a person who is signed in. */
import { z } from 'zod';
import type { Observation } from '../../loop/items.ts';
import { createMissingLooks, type LookDeps } from './maintenance.ts';

/**
 * Sessions of the app and of the shell that every signed-in user has, by the names of their programs,
 * which no language changes. The package is looked at only where the app does not run.
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

const lookSchema = z.object({
  App: z.array(z.number()),
  Users: z.array(z.number()),
  /** Version and status of each. */
  Packages: z.array(z.string()),
});
type Look = z.infer<typeof lookSchema>;

/** A package that is missing altogether may be on its way: looks at intervals of one heartbeat. */
const looksWithoutPackage = 6;

/** Makes the check. It has a state, so it is made once. */
export function createMeetingAppCheck({ ask, maintenance, seen }: LookDeps) {
  const missing = createMissingLooks();
  let lastPackages: string | null = null;

  return async (): Promise<Observation | null> => {
    const look = (await ask(appScript, lookSchema))?.[0];
    if (look === undefined) return null;
    if (look.App.length > 0) {
      missing.reset();
      lastPackages = null;
      seen.note({ app: true });
      return { signal: 'meeting-app', state: 'healthy' };
    }
    const packages = look.Packages.join(', ');
    const isUpdated = lastPackages !== null && packages !== lastPackages;
    lastPackages = packages;
    if (look.Packages.length > 0) seen.note({ app: true });
    if (maintenance.isOn() || isUpdated || isUpdating(look)) {
      missing.reset();
      return null;
    }
    // A device on which the app was never seen is perhaps no Teams Rooms device.
    if (!seen.now().app) return null;
    const looks = look.Packages.length === 0 ? looksWithoutPackage : 2;
    if (!missing.isMissing(looks)) return null;
    return { signal: 'meeting-app', state: 'unhealthy', detail: explainMissing(look) };
  };
}

function isUpdating({ Packages }: Look): boolean {
  return Packages.some((one) => /DeploymentInProgress|Servicing/.test(one));
}

function explainMissing({ Users, Packages }: Look): string {
  if (Packages.length === 0) return 'The Teams Rooms app is not installed any more.';
  if (Users.length === 0)
    return 'The Teams Rooms app does not run: no user is signed in to the device.';
  const ailing = Packages.find((one) => !/ (Ok|0)$/.test(one));
  if (ailing !== undefined)
    return `The Teams Rooms app does not run; Windows reports its package as ${ailing}.`;
  return 'The Teams Rooms app does not run in the session of the signed-in user.';
}
