#Requires -Version 7.4
# The Pester tests of install-agent.ps1. The script runs unchanged. Only Windows is faked: the cmdlets of
# scheduled tasks, the check for an administrator, and the programs icacls.exe and agent.exe.
# `npm test` runs this file (test/installer.int.test.ts).

BeforeAll {
    class IdentityStub { static [object] GetCurrent() { return [IdentityStub]::new() } }
    class PrincipalStub {
        PrincipalStub([object] $identity) { }
        [bool] IsInRole([object] $role) { return $global:Windows.IsAdministrator }
    }
    $accelerators = [psobject].Assembly.GetType('System.Management.Automation.TypeAccelerators')
    $accelerators::Add('Security.Principal.WindowsIdentity', [IdentityStub])
    $accelerators::Add('Security.Principal.WindowsPrincipal', [PrincipalStub])

    function global:Get-ScheduledTask {
        [CmdletBinding()] param([string] $TaskName)
        $task = $global:Windows.Task
        if ($null -ne $task -and $task.TaskName -eq $TaskName) { return $task }
        Write-Error "No task named $TaskName."
    }
    function global:Disable-ScheduledTask {
        [CmdletBinding()] param([string] $TaskName)
        $global:Windows.Steps.Add('disable')
        $global:Windows.Task.Enabled = $false
        return $global:Windows.Task
    }
    function global:Enable-ScheduledTask {
        [CmdletBinding()] param([string] $TaskName)
        $global:Windows.Steps.Add('enable')
        $global:Windows.Task.Enabled = $true
        return $global:Windows.Task
    }
    function global:Stop-ScheduledTask {
        [CmdletBinding()] param([string] $TaskName)
        $global:Windows.Steps.Add('stop')
        if (-not $global:Windows.IsStuck) { $global:Windows.Task.State = 'Ready' }
    }
    function global:Start-ScheduledTask {
        [CmdletBinding()] param([string] $TaskName)
        $global:Windows.Steps.Add('start')
        if (-not $global:Windows.Task.Enabled) { throw 'The task is disabled.' }
        $global:Windows.Task.State = 'Running'
    }
    function global:Unregister-ScheduledTask {
        [CmdletBinding(SupportsShouldProcess)] param([string] $TaskName)
        $global:Windows.Steps.Add('unregister')
        $global:Windows.Task = $null
    }
    function global:Register-ScheduledTask {
        [CmdletBinding()]
        param([string] $TaskName, [string] $Description, $Action, $Trigger, $Principal, $Settings, [switch] $Force)
        $global:Windows.Steps.Add('register')
        $global:Windows.Task = [pscustomobject] @{
            TaskName = $TaskName; Action = $Action; Trigger = $Trigger; Principal = $Principal
            Settings = $Settings; Force = [bool] $Force; Enabled = $true; State = 'Ready'
        }
        return $global:Windows.Task
    }
    function global:New-ScheduledTaskAction {
        [CmdletBinding()] param([string] $Execute, [string] $Argument, [string] $WorkingDirectory)
        return [pscustomobject] $PSBoundParameters
    }
    function global:New-ScheduledTaskTrigger {
        [CmdletBinding()] param([switch] $AtStartup, [switch] $Once, [datetime] $At, [timespan] $RepetitionInterval)
        return [pscustomobject] $PSBoundParameters
    }
    function global:New-ScheduledTaskPrincipal {
        [CmdletBinding()] param([string] $UserId, [string] $LogonType, [string] $RunLevel)
        return [pscustomobject] $PSBoundParameters
    }
    function global:New-ScheduledTaskSettingsSet {
        [CmdletBinding()]
        param([switch] $AllowStartIfOnBatteries, [switch] $DontStopIfGoingOnBatteries,
            [switch] $StartWhenAvailable, [string] $MultipleInstances, [int] $RestartCount,
            [timespan] $RestartInterval, [timespan] $ExecutionTimeLimit)
        return [pscustomobject] $PSBoundParameters
    }
    # Windows refuses to replace the file of a running program; here, as often as a test wants.
    function global:Copy-Item {
        [CmdletBinding()] param([Parameter(Position = 0)] [string[]] $LiteralPath,
            [Parameter(Position = 1)] [string] $Destination, [switch] $Force)
        if ($global:Windows.Locked -gt 0) {
            $global:Windows.Locked--
            throw [IO.IOException] 'The file is being used by another process.'
        }
        Microsoft.PowerShell.Management\Copy-Item @PSBoundParameters
    }
    function global:Start-Sleep { [CmdletBinding()] param([int] $Seconds) $global:Windows.Slept += $Seconds }

    function New-Program([string] $file, [string] $text) {
        [IO.File]::WriteAllText($file, "#!/bin/sh`n$text")
        [IO.File]::SetUnixFileMode($file, 'UserRead,UserWrite,UserExecute')
    }
    # Puts a Monitoring Software beside the installer; `version` distinguishes it from another one.
    function New-Agent([string] $version) {
        New-Program (Join-Path $source 'agent.exe') (@'
# {1}
echo "$*" >> "{0}/agent.calls"
case "$1" in
  enrol)
    if [ "$3" != GOOD-CODE ]; then echo 'This code is not valid.'; exit 1; fi
    echo key > "$(dirname "$0")/agent.key" ;;
  self-test) echo 'settings: fine'; cat "{0}/self-test" 2>/dev/null && exit 3; exit 0 ;;
esac
'@ -f $bin, $version)
    }
    function Get-Installed { (Get-Content (Join-Path $folder 'agent.exe'))[1] -replace '^# ', '' }

    # Runs the installer; returns what it printed, its exit code and the sentence that it threw.
    function Invoke-Installer([hashtable] $arguments) {
        $global:LASTEXITCODE = 0
        $thrown = $null
        $printed = @(try {
            & (Join-Path $source 'install-agent.ps1') -InstallFolder $folder @arguments 6>&1
        } catch { $thrown = $_.Exception.Message }) -join "`n"
        return [pscustomobject] @{ Printed = $printed; ExitCode = $global:LASTEXITCODE; Thrown = $thrown }
    }
    function Get-Call([string] $program) {
        $file = Join-Path $bin "$program.calls"
        if (Test-Path -LiteralPath $file) { return @(Get-Content -LiteralPath $file) }
        return @()
    }
    function Install-First { Invoke-Installer @{ Server = 'https://rooms.example'; Code = 'GOOD-CODE' } }

    $firstPath = $env:PATH
    $firstName = $env:COMPUTERNAME
    $firstFiles = $env:ProgramFiles
}

AfterAll {
    $env:PATH = $firstPath
    $env:COMPUTERNAME = $firstName
    $env:ProgramFiles = $firstFiles
}

Describe 'install-agent.ps1' {
    BeforeEach {
        $global:Windows = @{
            Task = $null; IsAdministrator = $true; IsStuck = $false; Slept = 0; Locked = 0
            Steps = [Collections.Generic.List[string]]::new()
        }
        $place = Join-Path $TestDrive ([guid]::NewGuid())
        $source = Join-Path $place 'source'
        $bin = Join-Path $place 'bin'
        $folder = Join-Path $place 'Program Files/Rooms Pro Monitoring'
        New-Item -ItemType Directory -Path $source, $bin | Out-Null
        Copy-Item (Join-Path $PSScriptRoot 'install-agent.ps1') $source
        $env:COMPUTERNAME = 'MTR-1'
        $env:ProgramFiles = $place
        # Nothing else is in the path, so that no icacls of this machine runs.
        $env:PATH = "${bin}:/usr/bin:/bin"
        New-Program (Join-Path $bin 'icacls.exe') ('echo "$*" >> "{0}/icacls.calls"; test ! -e "{0}/refuse$2"' -f $bin)
        New-Agent 'first'
    }

    Context 'Installing' {
        It 'copies the agent, enrols the device and prints the self-test' {
            $run = Install-First
            $run.Thrown | Should -BeNullOrEmpty
            $run.ExitCode | Should -Be 0
            $run.Printed | Should -Match 'Installed\. Result of the self-test:\s+settings: fine'
            Get-Installed | Should -Be 'first'
            Get-Call agent | Should -Be @('enrol --code GOOD-CODE --server https://rooms.example', 'self-test')
        }

        It 'writes settings without the code, in UTF-8 without a byte order mark' {
            Install-First | Out-Null
            $bytes = [IO.File]::ReadAllBytes((Join-Path $folder 'agent.json'))
            $bytes[0] | Should -Be ([byte][char] '{')
            $settings = [Text.Encoding]::UTF8.GetString($bytes) | ConvertFrom-Json -AsHashtable
            $settings.Keys | Sort-Object | Should -Be @('device', 'logFile', 'server')
            $settings.server | Should -Be 'https://rooms.example'
            $settings.device | Should -Be 'MTR-1'
        }

        It 'disables the attempt with the published password before the first start' {
            $first = @{ Server = 'https://rooms.example'; Code = 'GOOD-CODE'; SkipDefaultCredentials = $true }
            (Invoke-Installer $first).ExitCode | Should -Be 0
            (Get-Content (Join-Path $folder 'agent.json') | ConvertFrom-Json).checkDefaultCredentials | Should -BeFalse
            New-Agent 'second'
            $again = Invoke-Installer @{ SkipDefaultCredentials = $true }
            Get-Installed | Should -Be 'first'
            $again.Thrown | Should -Match 'checkDefaultCredentials'
            $global:Windows.Task.State | Should -Be 'Running'
        }

        It 'restricts the folder to SYSTEM and Administrators before it copies files' {
            Install-First | Out-Null
            Get-Call icacls | Should -Be @("$folder /reset",
                "$folder /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F")
        }

        It 'registers and starts a task that runs as SYSTEM at start-up and every five minutes' {
            Install-First | Out-Null
            $task = $global:Windows.Task
            $task.TaskName | Should -Be 'Rooms Pro Monitoring Software'
            $task.State | Should -Be 'Running'
            $task.Force | Should -BeTrue
            $task.Principal.UserId | Should -Be 'S-1-5-18'
            $task.Principal.RunLevel | Should -Be 'Highest'
            $task.Action.Execute | Should -Be (Join-Path $folder 'agent.exe')
            $task.Action.Argument | Should -Be 'run'
            $task.Action.WorkingDirectory | Should -Be $folder
            $task.Trigger | Should -HaveCount 2
            $task.Trigger[0].AtStartup | Should -BeTrue
            $task.Trigger[1].RepetitionInterval | Should -Be ([timespan]::FromMinutes(5))
            $task.Settings.MultipleInstances | Should -Be 'IgnoreNew'
            $task.Settings.ExecutionTimeLimit | Should -Be ([timespan]::Zero)
        }

        It 'enrols under the given name' {
            Invoke-Installer @{ Server = 'https://rooms.example'; Code = 'GOOD-CODE'; Device = 'mtr-ab-12' } | Out-Null
            (Get-Call agent)[0] | Should -Match '--device mtr-ab-12$'
            (Get-Content (Join-Path $folder 'agent.json') | ConvertFrom-Json).device | Should -Be 'mtr-ab-12'
        }

        It 'finds the agent in the output folder of the build' {
            $output = Join-Path $place 'dist/agent'
            New-Item -ItemType Directory $output | Out-Null
            Move-Item (Join-Path $source 'agent.exe') $output
            (Install-First).Thrown | Should -BeNullOrEmpty
            Join-Path $folder 'agent.exe' | Should -Exist
        }

        It 'ends with the exit code of a failed self-test' {
            Set-Content (Join-Path $bin 'self-test') 'TLS: not trusted'
            (Install-First).ExitCode | Should -Be 3
        }
    }

    Context 'Repairing' {
        It 'copies a newer agent and keeps settings, key and enrolment' {
            Install-First | Out-Null
            Set-Content (Join-Path $folder 'agent.json') '{ "server": "https://kept.example" }'
            New-Agent 'second'
            $global:Windows.Steps.Clear()
            $run = Invoke-Installer @{}
            $run.Thrown | Should -BeNullOrEmpty
            $run.ExitCode | Should -Be 0
            Get-Installed | Should -Be 'second'
            Get-Content (Join-Path $folder 'agent.json') | Should -Match 'kept'
            @(Get-Call agent | Where-Object { $_ -match '^enrol ' }) | Should -HaveCount 1
            $global:Windows.Steps | Should -Be @('disable', 'stop', 'register', 'start')
            $global:Windows.Task.State | Should -Be 'Running'
        }

        It 'replaces an installation that needed Node.js' {
            Install-First | Out-Null
            Remove-Item (Join-Path $folder 'agent.exe')
            Set-Content (Join-Path $folder 'agent.cjs') 'earlier'
            $global:Windows.Task.Action = [pscustomobject] @{ Execute = 'C:\node.exe'; Argument = 'agent.cjs run' }
            (Invoke-Installer @{}).Thrown | Should -BeNullOrEmpty
            $global:Windows.Task.Action.Execute | Should -Be (Join-Path $folder 'agent.exe')
            Join-Path $folder 'agent.cjs' | Should -Not -Exist
            Join-Path $folder 'agent.key' | Should -Exist
        }

        It 'keeps the earlier agent when the new one cannot be registered' {
            Install-First | Out-Null
            Set-Content (Join-Path $folder 'agent.cjs') 'earlier'
            (Invoke-Installer @{ Code = 'BAD-CODE' }).Thrown | Should -Match 'was not enrolled'
            Join-Path $folder 'agent.cjs' | Should -Exist
        }

        It 'waits while Windows still locks the file of the ended agent' {
            Install-First | Out-Null
            New-Agent 'second'
            $global:Windows.Locked = 3
            (Invoke-Installer @{}).Thrown | Should -BeNullOrEmpty
            $global:Windows.Slept | Should -Be 3
            Get-Installed | Should -Be 'second'
        }

        It 'starts the previous agent again when its file stays locked' {
            Install-First | Out-Null
            New-Agent 'second'
            $global:Windows.Locked = 1000
            (Invoke-Installer @{}).Thrown | Should -Match 'another process'
            $global:Windows.Slept | Should -Be 20
            $global:Windows.Task.State | Should -Be 'Running'
        }

        It 'enrols again with a new code' {
            Install-First | Out-Null
            (Invoke-Installer @{ Code = 'GOOD-CODE' }).Thrown | Should -BeNullOrEmpty
            $enrolled = @(Get-Call agent | Where-Object { $_ -match '^enrol ' })
            $enrolled | Should -HaveCount 2
            $enrolled[1] | Should -Not -Match '--server'
        }
    }

    Context 'A code that fails' {
        It 'ends the installation and registers no task' {
            $run = Invoke-Installer @{ Server = 'https://rooms.example'; Code = 'BAD-CODE' }
            $run.Thrown | Should -Be 'The device was not enrolled; the message above gives the reason.'
            $run.Printed | Should -Match 'This code is not valid\.'
            $global:Windows.Task | Should -BeNullOrEmpty
        }

        It 'keeps the previous installation running' {
            Install-First | Out-Null
            $global:Windows.Steps.Clear()
            (Invoke-Installer @{ Code = 'BAD-CODE' }).Thrown | Should -Match 'was not enrolled'
            $global:Windows.Steps | Should -Be @('disable', 'stop', 'enable', 'start')
            $global:Windows.Task.State | Should -Be 'Running'
            Join-Path $folder 'agent.key' | Should -Exist
        }
    }

    Context 'Uninstalling' {
        It 'removes the task and all files except the unsent messages' {
            Install-First | Out-Null
            New-Item -ItemType Directory (Join-Path $folder 'spool') | Out-Null
            Set-Content (Join-Path $folder 'spool/1.json') '{}'
            $run = Invoke-Installer @{ Uninstall = $true }
            $run.ExitCode | Should -Be 0
            $run.Printed | Should -Match 'is removed\. Revoke the key'
            $global:Windows.Task | Should -BeNullOrEmpty
            Get-ChildItem $folder -Force | ForEach-Object Name | Should -Be 'spool'
            Join-Path $folder 'spool/1.json' | Should -Exist
        }

        It 'removes the whole folder with -RemoveSpool' {
            Install-First | Out-Null
            (Invoke-Installer @{ Uninstall = $true; RemoveSpool = $true }).ExitCode | Should -Be 0
            $folder | Should -Not -Exist
        }

        It 'ends at once when nothing is installed' {
            (Invoke-Installer @{ Uninstall = $true }).Thrown | Should -BeNullOrEmpty
            $global:Windows.Steps | Should -HaveCount 0
        }
    }

    Context 'Refusing' {
        AfterEach { $global:Windows.Task | Should -BeNullOrEmpty }

        It 'requires an administrator before it changes anything' {
            $global:Windows.IsAdministrator = $false
            (Install-First).Thrown | Should -Match 'as an administrator'
            (Invoke-Installer @{ Uninstall = $true }).Thrown | Should -Match 'as an administrator'
            $folder | Should -Not -Exist
        }

        It 'requires agent.exe' {
            Remove-Item (Join-Path $source 'agent.exe')
            (Install-First).Thrown | Should -Match 'agent\.exe is missing'
            $folder | Should -Not -Exist
        }

        It 'requires the address of the platform at the first installation' {
            (Invoke-Installer @{ Code = 'GOOD-CODE' }).Thrown | Should -Match '-Server'
        }

        It 'requires a code at the first installation' {
            (Invoke-Installer @{ Server = 'https://rooms.example' }).Thrown | Should -Match '-Code'
        }

        It 'copies no file into a folder whose rights cannot be set' -ForEach @('/reset', '/inheritance:r') {
            New-Item -ItemType Directory (Join-Path $bin 'refuse') | Out-Null
            Set-Content (Join-Path $bin "refuse$_") ''
            (Install-First).Thrown | Should -Match 'could not be (re)?set'
            Join-Path $folder 'agent.exe' | Should -Not -Exist
        }
    }

    Context 'A task that does not end' {
        It 'is reported after twenty seconds, and no file is replaced' {
            Install-First | Out-Null
            New-Agent 'second'
            $global:Windows.IsStuck = $true
            (Invoke-Installer @{}).Thrown | Should -Match 'does not end'
            $global:Windows.Slept | Should -Be 20
            Get-Installed | Should -Be 'first'
            $global:Windows.Task.Enabled | Should -BeTrue
        }
    }
}
