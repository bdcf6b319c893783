/**
 * Tools that come from NuGet and not from npm: the compiler of the infrastructure, and PowerShell with
 * Pester for the cases of the installer. `npm run check` fetches them once for each person, into a cache
 * outside the repository. Tests use what is there and fetch nothing. Without `dotnet`, there are none.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** The version that the check compiles with, and `teamsapp.yml` deploys with. */
export const bicepVersion = '0.49.2';
const powerShellVersion = '7.6.9';
const pesterVersion = '6.2.0';

/** Names of programs by platform: NuGet's word for it, and how a program's name ends. */
const systems: Readonly<Record<string, readonly [string, string]>> = {
  linux: ['linux', ''],
  darwin: ['osx', ''],
  win32: ['win', '.exe'],
};
const [system, ending] = systems[process.platform] ?? ['linux', ''];
const bicepPackage = `Azure.Bicep.CommandLine.${system}-${process.arch}`;
const cache = path.join(os.homedir(), '.cache', 'rooms-pro-management');
const longestMs = 300_000;

/** Where the tools are, whether fetched or not. */
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

/** Fetches one tool if it is not there. Returns why it is missing; `null` when it is there. */
export async function fetchTool(name: keyof typeof toolFiles): Promise<string | null> {
  const file = toolFiles[name];
  if (existsSync(file)) return null;
  try {
    await mkdir(cache, { recursive: true });
    // A folder of its own, moved when it is complete: several checks can fetch at the same time.
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

/** NuGet has no command that downloads a package; a project that asks for it does. */
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
