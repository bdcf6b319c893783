#Requires -Version 5.1
<#
.SYNOPSIS
Installs the Monitoring Software of Rooms Pro Management on a Teams Rooms device, or removes it.

.DESCRIPTION
Copies agent.exe, enrols the device with a one-time code, and registers a scheduled task that runs at
start-up as SYSTEM. Run the script again without a code to install a newer agent.exe.

.EXAMPLE
.\install-agent.ps1 -Server https://rooms.example -Code ABCD-EFGH

.EXAMPLE
.\install-agent.ps1 -Uninstall -RemoveSpool
#>
[CmdletBinding()]
param(
    # The address of the platform.
    [string] $Server,
    # The one-time enrolment code, from Settings in the Teams tab.
    [string] $Code,
    # The device's id; the default is the computer's name.
    [string] $Device = $env:COMPUTERNAME,
    [string] $InstallFolder = (Join-Path $env:ProgramFiles 'Rooms Pro Monitoring'),
    # Disables the check whether the local account Admin still has its published password.
    [switch] $SkipDefaultCredentials,
    [switch] $Uninstall,
    # With -Uninstall: also removes the messages that are not sent yet.
    [switch] $RemoveSpool
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$taskName = 'Rooms Pro Monitoring Software'
$agentFile = Join-Path $InstallFolder 'agent.exe'
# Earlier versions needed Node.js and this file.
$earlierFile = Join-Path $InstallFolder 'agent.cjs'
$settingsFile = Join-Path $InstallFolder 'agent.json'
$keyFile = Join-Path $InstallFolder 'agent.key'

function Assert-Administrator {
    $identity = [Security.Principal.WindowsIdentity]::GetCurrent()
    $principal = New-Object Security.Principal.WindowsPrincipal $identity
    if (-not $principal.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
        throw 'Run this script in a PowerShell that was started as an administrator.'
    }
}

# Finds the new agent.exe: beside this script, or in the output folder of `npm run package`.
function Find-Agent {
    foreach ($relative in 'agent.exe', '..\dist\agent\agent.exe') {
        $file = Join-Path $PSScriptRoot $relative
        if (Test-Path -LiteralPath $file -PathType Leaf) { return $file }
    }
    throw 'agent.exe is missing: it must be in the folder of this script.'
}

function Stop-Monitoring {
    $task = Get-ScheduledTask -TaskName $taskName -ErrorAction SilentlyContinue
    if ($null -eq $task) { return }
    Disable-ScheduledTask -TaskName $taskName | Out-Null
    Stop-ScheduledTask -TaskName $taskName
    for ($second = 0; $second -lt 20; $second++) {
        if ((Get-ScheduledTask -TaskName $taskName).State -ne 'Running') { return }
        Start-Sleep -Seconds 1
    }
    throw "The task '$taskName' does not end within 20 seconds."
}

# Restricts the folder to SYSTEM and Administrators. Uses their ids, because the names depend on the language.
function Protect-Folder {
    New-Item -ItemType Directory -Path $InstallFolder -Force | Out-Null
    # Removes the explicit rights of an existing folder first.
    & icacls.exe $InstallFolder /reset | Out-Null
    if ($LASTEXITCODE -ne 0) { throw "The rights of $InstallFolder could not be reset." }
    & icacls.exe $InstallFolder /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' | Out-Null
    if ($LASTEXITCODE -ne 0) { throw "The rights of $InstallFolder could not be set." }
}

# Windows locks the file of a process for a moment after the process has ended.
function Copy-Agent([string] $newAgent) {
    for ($second = 0; ; $second++) {
        try {
            Copy-Item -LiteralPath $newAgent -Destination $agentFile -Force
            return
        } catch [IO.IOException] {
            if ($second -ge 20) { throw }
            Start-Sleep -Seconds 1
        }
    }
}

# Keeps existing settings.
function Write-Settings {
    if (Test-Path -LiteralPath $settingsFile) { return }
    if (-not $Server) { throw 'The address of the platform is missing: -Server https://...' }
    $settings = [ordered] @{ server = $Server; device = $Device; logFile = 'agent.log' }
    if ($SkipDefaultCredentials) { $settings.checkDefaultCredentials = $false }
    $encoding = New-Object Text.UTF8Encoding $false
    [IO.File]::WriteAllText($settingsFile, ($settings | ConvertTo-Json), $encoding)
}

function Register-Device {
    if (-not $Code) {
        if (Test-Path -LiteralPath $keyFile) { return }
        throw 'The enrolment code is missing: -Code ...'
    }
    $arguments = @('enrol', '--code', $Code)
    if ($Server) { $arguments += @('--server', $Server) }
    if ($script:PSBoundDevice) { $arguments += @('--device', $Device) }
    & $agentFile $arguments
    if ($LASTEXITCODE -ne 0) { throw 'The device was not enrolled; the message above gives the reason.' }
}

function Register-Monitoring {
    $action = New-ScheduledTaskAction -Execute $agentFile -Argument 'run' -WorkingDirectory $InstallFolder
    # The second trigger starts the task again within five minutes after it has ended; it ignores a running task.
    $triggers = @(
        (New-ScheduledTaskTrigger -AtStartup),
        (New-ScheduledTaskTrigger -Once -At (Get-Date) -RepetitionInterval (New-TimeSpan -Minutes 5))
    )
    $principal = New-ScheduledTaskPrincipal -UserId 'S-1-5-18' -LogonType ServiceAccount -RunLevel Highest
    $options = @{
        AllowStartIfOnBatteries    = $true
        DontStopIfGoingOnBatteries = $true
        StartWhenAvailable         = $true
        MultipleInstances          = 'IgnoreNew'
        RestartCount               = 3
        RestartInterval            = New-TimeSpan -Minutes 1
        ExecutionTimeLimit         = [TimeSpan]::Zero
    }
    $task = @{
        TaskName    = $taskName
        Description = 'Reports the health of this room to Rooms Pro Management.'
        Action      = $action
        Trigger     = $triggers
        Principal   = $principal
        Settings    = New-ScheduledTaskSettingsSet @options
        Force       = $true
    }
    Register-ScheduledTask @task | Out-Null
    Start-ScheduledTask -TaskName $taskName
}

function Uninstall-Monitoring {
    Stop-Monitoring
    if (Get-ScheduledTask -TaskName $taskName -ErrorAction SilentlyContinue) {
        Unregister-ScheduledTask -TaskName $taskName -Confirm:$false
    }
    if (-not (Test-Path -LiteralPath $InstallFolder)) { return }
    if ($RemoveSpool) {
        Remove-Item -LiteralPath $InstallFolder -Recurse -Force
        return
    }
    Get-ChildItem -LiteralPath $InstallFolder -Force |
        Where-Object { $_.Name -ne 'spool' } |
        ForEach-Object { Remove-Item -LiteralPath $_.FullName -Recurse -Force }
}

$script:PSBoundDevice = $PSBoundParameters.ContainsKey('Device')
Assert-Administrator
if ($Uninstall) {
    Uninstall-Monitoring
    Write-Host 'The Monitoring Software is removed. Revoke the key of the device in Settings of the tab.'
    exit 0
}

if ($SkipDefaultCredentials -and (Test-Path -LiteralPath $settingsFile)) {
    throw "The settings exist already: set `"checkDefaultCredentials`" to false in $settingsFile."
}
$newAgent = Find-Agent
try {
    Stop-Monitoring
    Protect-Folder
    Copy-Agent $newAgent
    Write-Settings
    Register-Device
    Register-Monitoring
} catch {
    # Starts the previous installation again.
    if (Get-ScheduledTask -TaskName $taskName -ErrorAction SilentlyContinue) {
        Enable-ScheduledTask -TaskName $taskName | Out-Null
        Start-ScheduledTask -TaskName $taskName
    }
    throw
}
Remove-Item -LiteralPath $earlierFile -Force -ErrorAction SilentlyContinue
Write-Host 'Installed. Result of the self-test:'
& $agentFile self-test
exit $LASTEXITCODE
