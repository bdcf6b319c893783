/**
 * Tools from NuGet: the compiler of the infrastructure, and PowerShell with Pester for the tests of the
 * installer. `npm run check` fetches them once per user into a cache outside the repository. Tests use only
 * fetched tools. Without `dotnet`, the tools are not available.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** The version of the compiler for the check and for the deployment in `teamsapp.yml`. */
export const bicepVersion = '0.49.2';
const powerShellVersion = '7.6.9';
const pesterVersion = '6.2.0';

/** For each platform: its name in NuGet, and the extension of programs. */
const systems: Readonly<Record<string, readonly [string, string]>> = {
  linux: ['linux', ''],
  darwin: ['osx', ''],
  win32: ['win', '.exe'],
};
const [system, ending] = systems[process.platform] ?? ['linux', ''];
const bicepPackage = `Azure.Bicep.CommandLine.${system}-${process.arch}`;
const cache = path.join(os.homedir(), '.cache', 'rooms-pro-management');
const longestMs = 300_000;

/** The paths of the tools, also when they are not fetched yet. */
export const toolFiles = {
  bicep: path.join(
    cache,
    `bicep-${bicepVersion}`,
    bicepPackage.toLowerCase(),
    bicepVersion,
    'tools',
    `bicep${ending}`,
  ),
  pester: path.join(
    cache,
    `pester-${pesterVersion}`,
    'pester',
    pesterVersion,
    'tools',
    'Pester.psd1',
  ),
  powerShell: path.join(cache, `powershell-${powerShellVersion}`, `pwsh${ending}`),
};

const fetchers: Readonly<Record<keyof typeof toolFiles, (folder: string) => Promise<void>>> = {
  bicep: (folder) => downloadPackage(bicepPackage, bicepVersion, folder),
  pester: (folder) => downloadPackage('Pester', pesterVersion, folder),
  powerShell: async (folder) => {
    const version = ['--version', powerShellVersion];
    await dotnet(['tool', 'install', 'PowerShell', ...version, '--tool-path', folder], cache);
  },
};

/** Fetches one tool if it is missing. Returns the reason of a failure; `null` when the tool is available. */
export async function fetchTool(name: keyof typeof toolFiles): Promise<string | null> {
  const file = toolFiles[name];
  if (existsSync(file)) return null;
  try {
    await mkdir(cache, { recursive: true });
    // A temporary folder that is renamed when it is complete, because several checks can fetch at the same time.
    const folder = await mkdtemp(path.join(cache, 'fetch-'));
    try {
      await fetchers[name](folder);
      await rename(folder, path.join(cache, path.relative(cache, file).split(path.sep)[0] ?? ''));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  } catch (error) {
    if (!existsSync(file)) return reasonOf(error);
  }
  return existsSync(file) ? null : `${name} is not in its package`;
}

/** Downloads a package by restoring a project, because NuGet has no command for downloads. */
async function downloadPackage(name: string, version: string, folder: string): Promise<void> {
  const sdk = await dotnet(['--version'], folder);
  const project = path.join(folder, 'fetch.csproj');
  await writeFile(
    project,
    `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net${Number.parseInt(sdk, 10)}.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="${name}" Version="[${version}]" /></ItemGroup>
</Project>
`,
  );
  await dotnet(['restore', project, '--packages', folder], folder);
}

async function dotnet(args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)('dotnet', args, {
    cwd,
    timeout: longestMs,
    env: { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' },
  });
  return stdout;
}

function reasonOf(error: unknown): string {
  const { code, stdout, message } = error as Error & { code?: unknown; stdout?: string };
  if (code === 'ENOENT') return 'dotnet is not installed';
  const lines = `${stdout ?? ''}\n${message}`.split('\n').map((line) => line.trim());
  const told = lines.find((line) => /\berror\b/i.test(line)) ?? lines.find((line) => line !== '');
  return `it could not be fetched: ${told}`;
}
