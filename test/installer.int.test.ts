/**
 * The installer of the Monitoring Software in PowerShell, with stand-ins for Windows alone: each case of
 * agent/install-agent.Tests.ps1 is a test here. Pester runs them all once.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toolFiles } from '../scripts/src/dotnet/tools.ts';

const file = fileURLToPath(new URL('../agent/install-agent.Tests.ps1', import.meta.url));
const cases = [...readFileSync(file, 'utf8').matchAll(/^ +It '([^']+)'/gm)].map(
  ([, name]) => name ?? '',
);
const hasPowerShell = existsSync(toolFiles.powerShell) && existsSync(toolFiles.pester);
const why = hasPowerShell
  ? ''
  : ' (skipped: there is no PowerShell with Pester; `npm run check` fetches it where dotnet is installed)';

const report = z.array(z.object({ name: z.string(), result: z.string(), error: z.string() }));

/** What Pester says of every case. */
async function runPester(): Promise<z.infer<typeof report>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pester-'));
  const script = `$ErrorActionPreference = 'Stop'
Import-Module $env:PESTER
$configuration = New-PesterConfiguration
$configuration.Run.Path = $env:CASES
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
$run = Invoke-Pester -Configuration $configuration
foreach ($container in $run.Containers) { $container.ErrorRecord | ForEach-Object { throw $_ } }
$tests = @($run.Tests | ForEach-Object {
  @{ name = $_.Name; result = "$($_.Result)"; error = "$($_.ErrorRecord -join [Environment]::NewLine)" }
})
[IO.File]::WriteAllText($env:REPORT, (ConvertTo-Json -InputObject $tests -Compress))`;
  try {
    await promisify(execFile)(
      toolFiles.powerShell,
      ['-NoProfile', '-NonInteractive', '-Command', script],
      {
        env: {
          ...process.env,
          PESTER: toolFiles.pester,
          CASES: file,
          REPORT: path.join(folder, 'report.json'),
          POWERSHELL_TELEMETRY_OPTOUT: '1',
          POWERSHELL_UPDATECHECK: 'Off',
          DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1',
          // A run is too short for .NET to gain from measuring its own code.
          DOTNET_TieredPGO: '0',
        },
      },
    );
    return report.parse(JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe.skipIf(!hasPowerShell)(`the installer in PowerShell${why}`, () => {
  let results: z.infer<typeof report> = [];
  beforeAll(async () => {
    results = await runPester();
  }, 180_000);

  it('has every case once', () => {
    expect(cases.length).toBeGreaterThan(20);
    expect([...new Set(results.map(({ name }) => name))]).toEqual(cases);
  });

  it.each(cases)('%s', (name) => {
    const found = results.filter((result) => result.name === name);
    expect(found).not.toEqual([]);
    expect(found.filter(({ result }) => result !== 'Passed')).toEqual([]);
  });
});
