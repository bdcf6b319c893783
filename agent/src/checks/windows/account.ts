/** Scripts that read the preinstalled local account of Teams Rooms devices and try to sign in to it. */
import { z } from 'zod';

/** The setup of Teams Rooms creates the account under this name in every language. */
const name = 'Admin';
/** Microsoft publishes this password. PowerShell receives it in its environment, which other users cannot read. */
export const attemptSecrets = { ROOMS_PRO_DEFAULT_PASSWORD: 'sfb' };

/** Prints the account with its lockout policy; prints nothing when the account does not exist. */
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

/** When Windows does not return one of the values, the account is unknown and no sign-in is tried. */
export const accountSchema = z.object({
  Enabled: z.boolean(),
  /** When the password was last set; empty when it was never set or the time is unknown. */
  PasswordSet: z.string(),
  Flags: z.number().int(),
  Bad: z.number().int().nonnegative(),
  /** The number of wrong passwords that locks the account; 0 means that Windows never locks it. */
  Threshold: z.number().int().nonnegative(),
  /** The period in which wrong passwords are counted; a negative value means without limit. */
  WindowSeconds: z.number().transform((seconds) => (seconds < 0 ? Infinity : seconds)),
});
export type Account = z.infer<typeof accountSchema>;

/** The output of `attemptScript`. */
export const attemptSchema = z.object({ Code: z.number().int() });

/**
 * Tries one sign-in with a class of the .NET Framework that calls LogonUser: this compiles no code and keeps
 * the error code of Windows. The script reads the account again first, because it may be locked by now.
 * Codes: 0 signed in; -1 locked or disabled; -2 another error; any other code is the error of Windows.
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
