/**
 * `npm run check`: all checks of CI. The steps before the tests run in parallel; each prints its name, its
 * duration and, on failure, what to fix. `--no-tests` skips the tests, `--write` writes the generated files
 * instead.
 */

import { staleFiles, writeGenerated } from './check/generated.ts';
import { compiledFaults, keptFaults, writeSnapshots } from './check/infrastructure/faults.ts';
import { manifestFaults } from './check/manifest.ts';
import { decisionFaults } from './check/pages/decisions.ts';
import { docPathFaults } from './check/pages/docPaths.ts';
import { folderFaults } from './check/pages/folders.ts';
import { placeholderFaults } from './check/placeholders.ts';
import { runTool } from './check/runTool.ts';
import { oversizedFiles } from './check/sourceSize.ts';
import { structureFaults } from './check/structure.ts';
import { toolkitFaults } from './check/toolkit.ts';
import { wordFaults, writeWordBaseline } from './check/words/wordFaults.ts';
import { readCommandLine } from './commandLine/commandLine.ts';
import { fetchTool } from './dotnet/tools.ts';
import { root } from './root.ts';

const usage = `npm run check [-- options] [test files]

Runs all checks of CI: format, lint, types, manifest, infrastructure, generated docs, words, tests.

  --no-tests   skip the tests
  --write      write the generated files instead
  --help       print this help`;
const { values, positionals } = readCommandLine(usage, {
  allowPositionals: true,
  options: {
    'no-tests': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

/** One step. It returns its faults as sentences (empty when it passed), or why it was skipped. */
type Step = {
  readonly name: string;
  readonly findFaults: () => Promise<readonly string[] | { readonly skipped: string }>;
};

const steps: readonly Step[] = [
  { name: 'format and lint', findFaults: () => faultsOf('biome', ['ci', '--colors=off', '.']) },
  { name: 'types and borders', findFaults: () => faultsOf('tsc', ['-b']) },
  { name: 'app manifest', findFaults: () => manifestFaults(`${root}appPackage`) },
  { name: 'toolkit and infrastructure', findFaults: deploymentFaults },
  { name: 'compiled infrastructure', findFaults: compileInfrastructure },
  { name: 'PowerShell for the tests of the installer', findFaults: fetchPowerShell },
  { name: 'generated docs', findFaults: () => staleFiles(root) },
  { name: 'template of decision records', findFaults: () => decisionFaults(root) },
  { name: 'paths in pages', findFaults: () => docPathFaults(root) },
  { name: 'list of folders', findFaults: () => folderFaults(root) },
  { name: 'size of sources', findFaults: () => oversizedFiles(root) },
  { name: 'import cycles and full folders', findFaults: async () => structureFaults(root) },
  { name: 'plain words in new text', findFaults: () => wordFaults(root) },
];

async function faultsOf(tool: string, args: readonly string[]): Promise<string[]> {
  const { code, output } = await runTool(tool, args);
  return code === 0 ? [] : [output.trim() || `${tool} ended with code ${code}.`];
}

async function deploymentFaults(): Promise<string[]> {
  const faults = [
    keptFaults(`${root}infra`),
    toolkitFaults(root, 'teamsapp.yml'),
    toolkitFaults(root, 'teamsapp.local.yml'),
    placeholderFaults(root, 'teamsapp.yml', 'env/.env.dev'),
    placeholderFaults(root, 'teamsapp.local.yml', 'env/.env.local'),
  ];
  return (await Promise.all(faults)).flat();
}

async function compileInfrastructure() {
  const missing = await fetchTool('bicep');
  return missing === null ? compiledFaults(`${root}infra`) : { skipped: missing };
}

async function fetchPowerShell() {
  const [powerShell, pester] = await Promise.all([fetchTool('powerShell'), fetchTool('pester')]);
  const missing = powerShell ?? pester;
  return missing === null ? [] : { skipped: missing };
}

async function runTests(): Promise<string[]> {
  const { code } = await runTool('vitest', ['run', ...positionals], { isShown: true });
  return code === 0 ? [] : ['Tests failed; see their output above.'];
}

/** The outcome of one step. */
type Outcome = { readonly name: string; readonly passed: boolean; readonly skipped: string | null };

/** Runs a step and prints its outcome. */
async function runStep({ name, findFaults }: Step): Promise<Outcome> {
  const startedMs = performance.now();
  const found = await findFaults().catch((error: unknown) => [String(error)]);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  if ('skipped' in found) {
    console.log(`– ${name}: skipped, because ${found.skipped} (${seconds} s)`);
    return { name, passed: true, skipped: found.skipped };
  }
  const passed = found.length === 0;
  for (const fault of found) console.log(fault);
  console.log(`${passed ? '✓' : '✗'} ${name} (${seconds} s)`);
  return { name, passed, skipped: null };
}

async function check(): Promise<void> {
  const outcomes = await Promise.all(steps.map(runStep));
  if (!values['no-tests']) {
    console.log('· tests …');
    outcomes.push(await runStep({ name: 'tests', findFaults: runTests }));
  }
  const failed = outcomes.filter(({ passed }) => !passed).map(({ name }) => name);
  const skipped = outcomes.filter((outcome) => outcome.skipped !== null).map(({ name }) => name);
  const verdict =
    failed.length === 0
      ? `${outcomes.length - skipped.length} steps passed.`
      : `Failed: ${failed.join(', ')}.`;
  console.log(`\n${verdict}${skipped.length > 0 ? ` Skipped: ${skipped.join(', ')}.` : ''}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

async function write(): Promise<void> {
  await writeGenerated(root);
  await writeWordBaseline(root);
  const missing = await fetchTool('bicep');
  const faults = missing === null ? await writeSnapshots(`${root}infra`) : [];
  for (const fault of faults) console.log(fault);
  if (missing) console.log(`The snapshots of infra/ are not written: ${missing}.`);
  console.log('The generated files are written.');
  process.exitCode = faults.length === 0 ? 0 : 1;
}

await (values.write ? write() : check());
