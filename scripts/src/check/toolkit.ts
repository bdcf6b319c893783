/**
 * Step of the check: the files of the Microsoft 365 Agents Toolkit. No suitable package contains its schema,
 * so this file contains the parts of version 1.11 for the actions that the project uses.
 */
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { bicepVersion } from '../dotnet/tools.ts';

const version = 'v1.11';

type Action = {
  readonly needs: readonly string[];
  readonly may?: readonly string[];
  /** Names that it must and can write into env/. */
  readonly writes?: readonly string[];
  readonly mayWrite?: readonly string[];
  /** Names that it always writes. */
  readonly alsoWrites?: readonly string[];
};

const deployKeys = ['workingDirectory', 'ignoreFile', 'dryRun', 'outputZipFile'];
const actions: Readonly<Record<string, Action>> = {
  'teamsApp/create': {
    needs: ['name'],
    writes: ['teamsAppId'],
    alsoWrites: ['TEAMS_APP_TENANT_ID'],
  },
  'teamsApp/validateManifest': { needs: ['manifestPath'] },
  'teamsApp/validateAppPackage': { needs: ['appPackagePath'] },
  'teamsApp/zipAppPackage': { needs: ['manifestPath', 'outputZipPath', 'outputFolder'] },
  'teamsApp/update': { needs: ['appPackagePath'] },
  'teamsApp/publishAppPackage': { needs: ['appPackagePath'], writes: ['publishedAppId'] },
  'aadApp/create': {
    needs: ['name', 'generateClientSecret', 'signInAudience'],
    may: ['generateServicePrincipal'],
    writes: ['clientId', 'objectId'],
    mayWrite: ['clientSecret', 'tenantId', 'authority', 'authorityHost'],
  },
  'aadApp/update': {
    needs: ['manifestPath', 'outputFilePath'],
    alsoWrites: ['AAD_APP_ACCESS_AS_USER_PERMISSION_ID'],
  },
  'botFramework/create': {
    needs: ['botId', 'name', 'messagingEndpoint'],
    may: ['description', 'iconUrl', 'channels'],
  },
  'arm/deploy': {
    needs: ['subscriptionId', 'resourceGroupName', 'templates', 'bicepCliVersion'],
  },
  'cli/runNpmCommand': { needs: ['args'], may: ['workingDirectory'] },
  'azureAppService/zipDeploy': { needs: ['artifactFolder', 'resourceId'], may: deployKeys },
  'file/createOrUpdateEnvironmentFile': { needs: ['envs', 'target'] },
  script: { needs: ['run'], may: ['workingDirectory', 'shell', 'timeout', 'redirectTo'] },
};

const lifecycles = ['provision', 'deploy', 'publish'] as const;
const topKeys = ['version', 'projectId', 'environmentFolderPath', ...lifecycles];
/** Names that the toolkit always writes into env/, independent of the steps. */
const alwaysWritten = ['APP_NAME_SUFFIX'];
const stepKeys = ['name', 'env', 'uses', 'with', 'writeToEnvironmentFile'];

type Step = {
  readonly uses: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly writeToEnvironmentFile?: Readonly<Record<string, string>>;
};
type Toolkit = Readonly<Partial<Record<(typeof lifecycles)[number], readonly Step[]>>> & {
  readonly version?: string;
  readonly projectId?: string;
};

/** The inputs and outputs of a toolkit file, for the check that every placeholder has a source. */
export type ToolkitFile = {
  /** Files whose placeholders it replaces, relative to the root. */
  readonly templates: readonly string[];
  /** Names that it writes into env/. */
  readonly written: readonly string[];
  /** Whether outputs of the infrastructure come into env/ as well. */
  readonly deploysInfrastructure: boolean;
};

/** Reads one file under `root`. */
export async function readToolkit(root: string, file: string): Promise<ToolkitFile> {
  const steps = stepsOf(parse(await readFile(path.join(root, file), 'utf8')) as Toolkit);
  const writtenBySteps = steps.flatMap((step) => [
    ...Object.values(step.writeToEnvironmentFile ?? {}),
    ...(actions[step.uses]?.alsoWrites ?? []),
  ]);
  return {
    templates: [...new Set(steps.flatMap((step) => templatesOf(step)))],
    written: [...alwaysWritten, ...writtenBySteps],
    deploysInfrastructure: steps.some(({ uses }) => uses === 'arm/deploy'),
  };
}

/** Every fault of one file under `root`, as sentences. */
export async function toolkitFaults(root: string, file: string): Promise<string[]> {
  const text = await readFile(path.join(root, file), 'utf8');
  const read = parse(text) as Toolkit;
  const faults: string[] = [];
  if (read.version !== version) faults.push(`version is ${read.version}, not ${version}.`);
  const [, ofHeader] = /\$schema=\S+\/(v[\d.]+)\/yaml\.schema\.json/.exec(text) ?? [];
  if (ofHeader !== read.version) faults.push(`the header names the schema ${ofHeader}.`);
  // If it is missing, the toolkit adds it to this file and reformats the file.
  if (file === 'teamsapp.yml' && !read.projectId) faults.push('projectId is missing.');
  for (const key of Object.keys(read))
    if (!topKeys.includes(key)) faults.push(`${key} is not known.`);
  for (const step of stepsOf(read)) faults.push(...stepFaults(step));
  for (const needed of stepsOf(read).flatMap((step) => templatesOf(step)))
    if (!(await isThere(path.join(root, needed)))) faults.push(`there is no ${needed}.`);
  return faults.map((fault) => `${file}: ${fault}`);
}

function stepsOf(read: Toolkit): Step[] {
  return lifecycles.flatMap((lifecycle) => read[lifecycle] ?? []);
}

function stepFaults(step: Step): string[] {
  const { uses } = step;
  const action = actions[uses];
  if (action === undefined) return [`${uses} is no action known here.`];
  const given = step.with ?? {};
  const written = step.writeToEnvironmentFile ?? {};
  const mayWrite = [...(action.writes ?? []), ...(action.mayWrite ?? [])];
  const faults = [
    ...unknown(Object.keys(step), stepKeys),
    ...unknown(Object.keys(given), [...action.needs, ...(action.may ?? [])]),
    ...unknown(Object.keys(written), mayWrite),
    ...action.needs.filter((key) => given[key] === undefined).map((key) => `needs ${key}`),
    ...(action.writes ?? []).filter((key) => !written[key]).map((key) => `must write ${key}`),
  ];
  const compiler = given['bicepCliVersion'];
  if (compiler !== undefined && compiler !== `v${bicepVersion}`)
    faults.push(`compiles with ${compiler}; the check compiles with v${bicepVersion}`);
  const secret = written['clientSecret'];
  const wantsSecret = given['generateClientSecret'] === true;
  if (wantsSecret && !/^SECRET_[A-Z\d_]+$/.test(secret ?? ''))
    faults.push('must write clientSecret under a name that begins with SECRET_');
  return faults.map((fault) => `${uses} ${fault}.`);
}

function unknown(given: readonly string[], known: readonly string[]): string[] {
  return given.filter((key) => !known.includes(key)).map((key) => `does not know ${key}`);
}

/** Files that a step reads from the repository. */
function templatesOf(step: Step): string[] {
  const { manifestPath, templates } = step.with ?? {};
  const named = Array.isArray(templates)
    ? (templates as { path: string; parameters?: string }[]).flatMap((template) => [
        template.path,
        template.parameters ?? [],
      ])
    : [];
  return [manifestPath, ...named.flat()]
    .filter((file): file is string => typeof file === 'string')
    .map((file) => path.normalize(file));
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
