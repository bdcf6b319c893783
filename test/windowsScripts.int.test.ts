/**
 * The scripts of the Monitoring Software's checks in a real PowerShell, with stand-ins for what only
 * Windows has: CIM, packages, local accounts, ADSI and the sign-in. One PowerShell runs them all.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { accountScript, attemptScript } from '../agent/src/checks/windows/account.ts';
import { bluetoothScript } from '../agent/src/checks/windows/bluetooth.ts';
import { appScript } from '../agent/src/checks/windows/meetingApp.ts';
import { wrapScript } from '../agent/src/checks/windows/powerShell.ts';
import { touchScript } from '../agent/src/checks/windows/touchPanel.ts';
import { adapterScript, appVersionScript, diskScript } from '../agent/src/checks/windows.ts';
import { toolFiles } from '../scripts/src/dotnet/tools.ts';

const hasPowerShell = existsSync(toolFiles.powerShell);
const why = hasPowerShell
  ? ''
  : ' (skipped: there is no PowerShell; `npm run check` fetches it where dotnet is installed)';

/** Windows as the scripts see it. `$Windows` holds what each case says of it. */
const standIns = String.raw`
function Get-CimInstance {
  param([string] $ClassName, [string] $Filter, [int] $OperationTimeoutSec)
  if ($OperationTimeoutSec -le 0) { throw 'A question without a limit.' }
  if ($Windows.IsBroken) { throw 'RPC-Server nicht verfügbar.' }
  $key = "$ClassName $Filter"
  if (-not $Windows.Cim.ContainsKey($key)) { throw "Nothing is known of $key." }
  $Windows.Cim[$key] | ForEach-Object { [pscustomobject] $_ }
}
function Get-AppxPackage {
  param([switch] $AllUsers, [string] $Name)
  if (-not $AllUsers -or $Name -ne 'Microsoft.SkypeRoomSystem') { throw 'Another package.' }
  $Windows.Packages | ForEach-Object { [pscustomobject] $_ }
}
function Get-PhysicalDisk { $Windows.Disks | ForEach-Object { [pscustomobject] $_ } }
function Get-NetAdapter { param([switch] $Physical) $Windows.Adapters | ForEach-Object { [pscustomobject] $_ } }
function Get-LocalUser { $Windows.Users | ForEach-Object { [pscustomobject] $_ } }
function Add-Type { param([string] $AssemblyName) if ($AssemblyName -ne 'System.IdentityModel') { throw 'Another assembly.' } }
function New-Object {
  param([string] $TypeName, [object[]] $ArgumentList)
  if ($TypeName -eq 'System.DirectoryServices.DirectoryEntry') {
    if ($ArgumentList[0] -ne 'WinNT://./Admin,user') { throw 'Another account.' }
    $properties = @{}
    foreach ($name in $Windows.Account.Keys) { $properties[$name] = @{ Value = $Windows.Account[$name] } }
    return [pscustomobject] @{ Properties = $properties }
  }
  if ($TypeName -eq 'System.IdentityModel.Tokens.UserNameSecurityToken') {
    return [pscustomobject] @{ Name = $ArgumentList[0]; Password = $ArgumentList[1] }
  }
  if ($TypeName -ne 'System.IdentityModel.Selectors.WindowsUserNameSecurityTokenAuthenticator') { throw "Another type: $TypeName" }
  $authenticator = [pscustomobject] @{ Windows = $Windows }
  Add-Member -InputObject $authenticator -MemberType ScriptMethod -Name ValidateToken -Value {
    param($token)
    $this.Windows.Attempts += 1
    if ($token.Name -ne '.\Admin' -or $token.Password -ne 'published') { throw 'Another name or password.' }
    $error = $this.Windows.Refusal
    if ($error -eq -1) { throw [InvalidOperationException]::new('Something else.') }
    if ($error -ne 0) {
      throw [InvalidOperationException]::new('Anmeldung fehlgeschlagen.', [ComponentModel.Win32Exception]::new($error))
    }
  }
  return $authenticator
}
`;

const processes = (name: string) => `Win32_Process Name='${name}'`;
const cases = {
  appRuns: [
    appScript,
    `@{ Cim = @{ "${processes('Microsoft.SkypeRoomSystem.exe')}" = @(@{ SessionId = [uint32] 0 }, @{ SessionId = [uint32] 1 }) } }`,
  ],
  appIsAway: [
    appScript,
    `@{ Cim = @{ "${processes('Microsoft.SkypeRoomSystem.exe')}" = @(); "${processes('sihost.exe')}" = @(@{ SessionId = [uint32] 2 }) }
        Packages = @(@{ Version = '5.3.111.0'; Status = 'Ok' }, @{ Version = '5.4.0.0'; Status = 'DeploymentInProgress' }) }`,
  ],
  appWasNeverThere: [
    appScript,
    `@{ Cim = @{ "${processes('Microsoft.SkypeRoomSystem.exe')}" = @(); "${processes('sihost.exe')}" = @() }; Packages = @() }`,
  ],
  touch: [
    touchScript,
    String.raw`@{ Cim = @{ "Win32_PnPEntity PNPClass='HIDClass'" = @(
      @{ HardwareID = @('HID\VID_046D&UP:000D_U:0004', 'HID_DEVICE_UP:000D_U:0004', 'HID_DEVICE'); CompatibleID = $null; ConfigManagerErrorCode = [uint32] 0; Present = $true },
      @{ HardwareID = $null; CompatibleID = @('HID_DEVICE_UP:000D_U:0004'); ConfigManagerErrorCode = [uint32] 43; Present = $true },
      @{ HardwareID = @('HID_DEVICE_UP:000D_U:0005'); CompatibleID = @(); ConfigManagerErrorCode = [uint32] 0; Present = $true }) } }`,
  ],
  noTouch: [touchScript, `@{ Cim = @{ "Win32_PnPEntity PNPClass='HIDClass'" = @() } }`],
  bluetooth: [
    bluetoothScript,
    String.raw`@{ Cim = @{
      "Win32_PnPEntity PNPClass='Bluetooth'" = @(@{ DeviceID = 'USB\VID_8087'; ConfigManagerErrorCode = [uint32] 0; Present = $true })
      "Win32_Service Name='bthserv'" = @(@{ State = 'Running'; StartMode = 'Manual' }) } }`,
  ],
  noBluetooth: [
    bluetoothScript,
    `@{ Cim = @{ "Win32_PnPEntity PNPClass='Bluetooth'" = @(); "Win32_Service Name='bthserv'" = @() } }`,
  ],
  account: [
    accountScript,
    `@{ Users = @(@{ Name = 'Gast'; Enabled = $false; PasswordLastSet = $null },
        @{ Name = 'admin'; Enabled = $true; PasswordLastSet = [datetime] '2026-01-02T03:04:05Z' })
        Account = @{ UserFlags = 66049; BadPasswordAttempts = 1; MaxBadPasswordsAllowed = 10; LockoutObservationInterval = 600 } }`,
  ],
  accountUnknown: [
    accountScript,
    `@{ Users = @(@{ Name = 'Admin'; Enabled = $true; PasswordLastSet = $null }); Account = @{ UserFlags = 66049 } }`,
  ],
  noAccount: [accountScript, `@{ Users = @(@{ Name = 'Administrator'; Enabled = $false }) }`],
  broken: [touchScript, '@{ IsBroken = $true }'],
  disks: [
    diskScript,
    `@{ Disks = @(@{ FriendlyName = "Datenträger ""1""\`n硬"; HealthStatus = 'Healthy' }) }`,
  ],
  adapters: [
    adapterScript,
    `@{ Adapters = @(@{ Name = 'WLAN'; InterfaceOperationalStatus = [uint32] 1; NdisPhysicalMedium = [uint32] 9 }, @{ Name = 'LAN'; InterfaceOperationalStatus = [uint32] 2; NdisPhysicalMedium = [uint32] 14 }) }`,
  ],
  version: [appVersionScript, `@{ Packages = @(@{ Version = [version] '5.3.111.0' }) }`],
} as const;

const attempts: readonly (readonly [string, number])[] = [
  ['0', 0],
  ['1326', 1326],
  ['1385', 1385],
  ['-1', -2],
];
const attemptCase = (refusal: string, flags: number, isEnabled = true) =>
  `@{ Users = @(@{ Name = 'Admin'; Enabled = $${isEnabled}; PasswordLastSet = $null }); Refusal = ${refusal}; Attempts = 0
      Account = @{ UserFlags = ${flags}; BadPasswordAttempts = 0; MaxBadPasswordsAllowed = 10; LockoutObservationInterval = 600 } }`;
const all: Readonly<Record<string, readonly [string, string]>> = {
  ...cases,
  ...Object.fromEntries(
    attempts.map(([refusal]) => [`attempt ${refusal}`, [attemptScript, attemptCase(refusal, 512)]]),
  ),
  'attempt locked': [attemptScript, attemptCase('0', 512 + 16)],
  'attempt disabled': [attemptScript, attemptCase('0', 512, false)],
};

type Result = { readonly printed: string; readonly failed: string; readonly attempts: number };

/** Each script as it is run on a device, but in one process; what it printed, or its error. */
async function runAll(): Promise<ReadonlyMap<string, Result>> {
  const blocks = Object.entries(all).map(
    ([name, [script, windows]]) => `
$Windows = ${windows}
$printed = ''; $failed = ''
try { $printed = (& {
${wrapScript(script)}
}) -join [Environment]::NewLine } catch { $failed = "$_" }
$results += @{ name = '${name}'; printed = $printed; failed = $failed; attempts = [int] $Windows.Attempts }`,
  );
  const script = `$ErrorActionPreference = 'Stop'
${standIns}
$results = @()
${blocks.join('\n')}
$text = ConvertTo-Json -InputObject $results -Compress
[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($text))`;
  const { stdout } = await promisify(execFile)(
    toolFiles.powerShell,
    ['-NoProfile', '-NonInteractive', '-Command', script],
    {
      env: {
        ...process.env,
        ROOMS_PRO_DEFAULT_PASSWORD: 'published',
        POWERSHELL_TELEMETRY_OPTOUT: '1',
        POWERSHELL_UPDATECHECK: 'Off',
        DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1',
        // A run is too short for .NET to gain from measuring its own code.
        DOTNET_TieredPGO: '0',
      },
    },
  );
  const found: (Result & { name: string })[] = JSON.parse(
    Buffer.from(stdout, 'base64').toString('utf8'),
  );
  return new Map(found.map((result) => [result.name, result]));
}

describe.skipIf(!hasPowerShell)(`the scripts of the checks in PowerShell${why}`, () => {
  let results: ReadonlyMap<string, Result>;
  beforeAll(async () => {
    results = await runAll();
  }, 180_000);
  /** What a script printed, as the Monitoring Software reads it. */
  const found = (name: string) => {
    const result = results.get(name);
    expect(result?.failed).toBe('');
    expect(result?.printed).toMatch(/^[ -~]+$/);
    return JSON.parse(result?.printed ?? '');
  };

  it('the app: sessions of people, and its packages where it does not run', () => {
    expect(found('appRuns')).toEqual([{ App: [1], Users: [], Packages: [] }]);
    expect(found('appIsAway')).toEqual([
      { App: [], Users: [2], Packages: ['5.3.111.0 Ok', '5.4.0.0 DeploymentInProgress'] },
    ]);
    expect(found('appWasNeverThere')).toEqual([{ App: [], Users: [], Packages: [] }]);
  });

  it('touch sensors by their usage, not by their names', () => {
    expect(found('touch')).toEqual([
      { Problem: 0, Present: true },
      { Problem: 43, Present: true },
    ]);
    expect(found('noTouch')).toEqual([]);
  });

  it('Bluetooth: radio and service', () => {
    expect(found('bluetooth')).toEqual([
      {
        Devices: [{ Id: 'USB\\VID_8087', Problem: 0, Present: true }],
        State: 'Running',
        StartMode: 'Manual',
      },
    ]);
    expect(found('noBluetooth')).toEqual([{ Devices: [], State: '', StartMode: '' }]);
  });

  it('the account with its lockout, and what Windows does not tell', () => {
    expect(found('account')).toEqual([
      {
        Enabled: true,
        PasswordSet: '2026-01-02T03:04:05.0000000Z',
        Flags: 66049,
        Bad: 1,
        Threshold: 10,
        WindowSeconds: 600,
      },
    ]);
    expect(found('accountUnknown')).toMatchObject([{ Bad: null, Threshold: null }]);
    expect(found('noAccount')).toEqual([]);
  });

  it.each(attempts)('one sign-in that ends with %s says %i', (refusal, code) => {
    expect(found(`attempt ${refusal}`)).toEqual([{ Code: code }]);
    expect(results.get(`attempt ${refusal}`)?.attempts).toBe(1);
  });

  it.each(['locked', 'disabled'])('no sign-in to an account that is %s by now', (state) => {
    expect(found(`attempt ${state}`)).toEqual([{ Code: -1 }]);
    expect(results.get(`attempt ${state}`)?.attempts).toBe(0);
  });

  it('an error ends a script, so that nothing is concluded', () => {
    expect(results.get('broken')).toMatchObject({
      printed: '',
      failed: 'RPC-Server nicht verfügbar.',
    });
  });

  it('names in any language pass, as ASCII', () => {
    expect(found('disks')).toEqual([{ FriendlyName: 'Datenträger "1"\n硬', Health: 'Healthy' }]);
    expect(found('adapters')).toEqual([{ Name: 'WLAN', Medium: 9 }]);
    expect(found('version')).toEqual(['5.3.111.0']);
  });
});
