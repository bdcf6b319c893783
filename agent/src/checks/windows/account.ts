/** The local account that Teams Rooms devices are delivered with, asked of Windows and tried once. */
import { z } from 'zod';

/** The account is made by the setup of Teams Rooms, in every language under this name. */
const name = 'Admin';
/** Published by Microsoft. It goes to PowerShell in its environment, which other users cannot read. */
export const attemptSecrets = { ROOMS_PRO_DEFAULT_PASSWORD: 'sfb' };

/** The account with its lockout; prints nothing where there is no such account. */
export const accountScript = `
$account = @(Get-LocalUser | Where-Object { $_.Name -eq '${name}' })[0]
if ($null -ne $account) {
  $entry = New-Object -TypeName System.DirectoryServices.DirectoryEntry -ArgumentList 'WinNT://./${name},user'
  $set = if ($null -eq $account.PasswordLastSet) { '' } else { $account.PasswordLastSet.ToUniversalTime().ToString('o') }
  [pscustomobject] @{
    Enabled = [bool] $account.Enabled
    PasswordSet = $set
    Flags = $entry.Properties['UserFlags'].Value
    Bad = $entry.Properties['BadPasswordAttempts'].Value
    Threshold = $entry.Properties['MaxBadPasswordsAllowed'].Value
    WindowSeconds = $entry.Properties['LockoutObservationInterval'].Value
  }
}`;

/** A value that Windows does not give makes the account unknown: then nothing is tried. */
export const accountSchema = z.object({
  Enabled: z.boolean(),
  /** When the password was last set; empty: never, or unknown. */
  PasswordSet: z.string(),
  Flags: z.number().int(),
  Bad: z.number().int().nonnegative(),
  /** Wrong passwords that lock the account; 0: it is never locked. */
  Threshold: z.number().int().nonnegative(),
  /** How long wrong passwords are counted; negative: without end. */
  WindowSeconds: z.number().transform((seconds) => (seconds < 0 ? Infinity : seconds)),
});
export type Account = z.infer<typeof accountSchema>;

/** A sign-in that Windows did not have to judge. */
export const attemptSchema = z.object({ Code: z.number().int() });

/**
 * One sign-in, by the .NET Framework's own class over LogonUser: nothing is compiled, and the error of
 * Windows is kept. The account is looked at once more, for it may have been locked in the last second.
 * Codes: 0 signed in, else the error of Windows; -1 locked or disabled, -2 another error.
 */
export const attemptScript = `
$account = & {${accountScript}
}
if ($null -eq $account -or -not $account.Enabled -or ([int] $account.Flags -band 0x12) -ne 0) {
  [pscustomobject] @{ Code = -1 }
  return
}
Add-Type -AssemblyName System.IdentityModel
$selectors = 'System.IdentityModel.Selectors.WindowsUserNameSecurityTokenAuthenticator'
$authenticator = New-Object -TypeName $selectors -ArgumentList $false
$token = New-Object -TypeName System.IdentityModel.Tokens.UserNameSecurityToken -ArgumentList '.\\${name}', $env:ROOMS_PRO_DEFAULT_PASSWORD
$code = 0
try { $null = $authenticator.ValidateToken($token) } catch {
  $inner = $_.Exception
  while ($null -ne $inner -and $inner -isnot [ComponentModel.Win32Exception]) { $inner = $inner.InnerException }
  $code = if ($null -eq $inner) { -2 } else { $inner.NativeErrorCode }
}
[pscustomobject] @{ Code = $code }`;
