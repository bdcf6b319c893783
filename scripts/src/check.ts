/**
 * `npm run check`: everything CI asks of a change, one step after the other, each with its name,
 * its time and, when it fails, what to mend. `--write` writes the generated files instead.
 */
import { bicepFaults } from './check/bicep.ts';
import { staleFiles, writeGenerated } from './check/generated.ts';
import { manifestFaults } from './check/manifest.ts';
import { placeholderFaults } from './check/placeholders.ts';
import { runTool } from './check/runTool.ts';
import { oversizedFiles } from './check/sourceSize.ts';
import { toolkitFaults } from './check/toolkit.ts';
import { root } from './root.ts';

/** One step: its faults as sentences; none when it passed. */
type Step = { readonly name: string; readonly findFaults: () => Promise<readonly string[]> };

const steps: readonly Step[] = [
  { name: 'format and lint', findFaults: () => faultsOf('biome', ['ci', '--colors=off', '.']) },
  { name: 'types and borders', findFaults: () => faultsOf('tsc', ['-b']) },
  { name: 'app manifest', findFaults: () => manifestFaults(`${root}appPackage`) },
  { name: 'toolkit and infrastructure', findFaults: deploymentFaults },
  { name: 'generated docs', findFaults: () => staleFiles(root) },
  { name: 'size of sources', findFaults: () => oversizedFiles(root) },
  { name: 'tests', findFaults: runTests },
];

async function faultsOf(tool: string, args: readonly string[]): Promise<string[]> {
  const { code, output } = await runTool(tool, args);
  return code === 0 ? [] : [output.trim() || `${tool} ended with code ${code}.`];
}

async function deploymentFaults(): Promise<string[]> {
  const faults = [
    bicepFaults(`${root}infra`),
    toolkitFaults(root, 'teamsapp.yml'),
    toolkitFaults(root, 'teamsapp.local.yml'),
    placeholderFaults(root, 'teamsapp.yml', 'env/.env.dev'),
    placeholderFaults(root, 'teamsapp.local.yml', 'env/.env.local'),
  ];
  return (await Promise.all(faults)).flat();
}

async function runTests(): Promise<string[]> {
  const { code } = await runTool('vitest', ['run', ...process.argv.slice(2)], { isShown: true });
  return code === 0 ? [] : ['Tests failed; what they said stands above.'];
}

/** Runs a step and prints how it went. */
async function runStep({ name, findFaults }: Step): Promise<{ name: string; passed: boolean }> {
  console.log(`· ${name} …`);
  const startedMs = performance.now();
  const faults = await findFaults().catch((error: unknown) => [String(error)]);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const passed = faults.length === 0;
  for (const fault of faults) console.log(fault);
  console.log(`${passed ? '✓' : '✗'} ${name} (${seconds} s)`);
  return { name, passed };
}

if (process.argv.includes('--write')) {
  await writeGenerated(root);
  console.log('The generated files are written.');
} else {
  const failed: string[] = [];
  for (const step of steps) {
    const { name, passed } = await runStep(step);
    if (!passed) failed.push(name);
  }
  const verdict =
    failed.length === 0 ? `All ${steps.length} steps passed.` : `Failed: ${failed.join(', ')}.`;
  console.log(`\n${verdict}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
