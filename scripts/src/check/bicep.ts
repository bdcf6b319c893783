/**
 * Step of the check: what can be told of the infrastructure without Azure. No compiler of Bicep runs
 * here, so the files keep to a plain layout (two spaces, one declaration a line) that is read here.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

type Module = { readonly symbol: string; readonly file: string; readonly given: readonly string[] };

/** What one file declares and uses. */
export type BicepFile = {
  readonly text: string;
  /** Parameters, and whether they can be left out. */
  readonly params: ReadonlyMap<string, { readonly hasDefault: boolean }>;
  readonly outputs: readonly string[];
  readonly modules: readonly Module[];
};

/** Reads one file. */
export function readBicep(text: string): BicepFile {
  const params = [...text.matchAll(/^param (\w+) \w+( =)?/gm)].map(
    ([, name, equals]) => [name ?? '', { hasDefault: equals !== undefined }] as const,
  );
  const modules = [
    ...text.matchAll(/^module (\w+) '([^']+)' = (?:if \(\w+\) )?\{\n([\s\S]*?)^\}/gm),
  ].map(([, symbol = '', file = '', body = '']) => ({ symbol, file, given: givenIn(body) }));
  const outputs = [...text.matchAll(/^output (\w+) /gm)].map(([, name]) => name ?? '');
  return { text, params: new Map(params), outputs, modules };
}

function givenIn(body: string): string[] {
  const [, params = ''] = /^ {2}params: \{\n([\s\S]*?)^ {2}\}/m.exec(body) ?? [];
  return [...params.matchAll(/^ {4}(\w+):/gm)].map(([, name]) => name ?? '');
}

/** Names of the outputs of the main file, which the toolkit writes into env/. */
export async function bicepOutputs(folder: string): Promise<readonly string[]> {
  return readBicep(await readFile(path.join(folder, 'azure.bicep'), 'utf8')).outputs;
}

/** Every fault of the files in `folder`, as sentences. */
export async function bicepFaults(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true }))
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name.endsWith('.bicep'));
  const files = new Map<string, BicepFile>();
  for (const name of names)
    files.set(name, readBicep(await readFile(path.join(folder, name), 'utf8')));
  const main = files.get('azure.bicep');
  if (main === undefined) return ['infra/azure.bicep is missing.'];
  const used = new Set(['azure.bicep', ...main.modules.map(({ file }) => file)]);
  const unused = names.filter((name) => !used.has(name));
  return [
    ...unused.map((name) => `infra/${name} is no module of azure.bicep.`),
    ...main.modules.flatMap((module) => moduleFaults(module, main, files.get(module.file))),
    ...[...files].flatMap(([name, file]) => fileFaults(`infra/${name}`, file)),
    ...(await parameterFaults(folder, main)),
  ];
}

function moduleFaults(
  { symbol, file, given }: Module,
  main: BicepFile,
  module: BicepFile | undefined,
): string[] {
  if (module === undefined) return [`infra/azure.bicep: there is no ${file}.`];
  const asked = [...main.text.matchAll(new RegExp(`\\b${symbol}!?\\.outputs\\.(\\w+)`, 'g'))];
  const needed = [...module.params].filter(([, { hasDefault }]) => !hasDefault);
  return [
    ...given
      .filter((name) => !module.params.has(name))
      .map((name) => `infra/azure.bicep: ${file} has no parameter ${name}.`),
    ...needed
      .filter(([name]) => !given.includes(name))
      .map(([name]) => `infra/azure.bicep: ${file} needs ${name}.`),
    ...asked
      .filter(([, name]) => !module.outputs.includes(name ?? ''))
      .map(([, name]) => `infra/azure.bicep: ${file} has no output ${name}.`),
  ];
}

const secretSigns =
  /listKeys\(|listCredentials\(|AccountKey=|SharedAccessKey|[A-Za-z0-9+/]{60,}|(?:password|secret)\w*: '[^@']/i;

function fileFaults(name: string, { text, params }: BicepFile): string[] {
  // Text and comments away, whichever begins first: what is left are names and brackets.
  const code = text.replace(/'(?:\\.|[^'\\\n])*'|\/\/.*$/gm, (found) =>
    found.startsWith('/')
      ? ''
      : [...found.matchAll(/\$\{(.*?)\}/g)].map(([, name]) => `${name} `).join(''),
  );
  const faults: string[] = [];
  for (const [open, close] of ['[]', '()', '{}']) {
    const count = (bracket: string | undefined) => code.split(bracket ?? '').length;
    if (count(open) !== count(close)) faults.push(`${name}: ${open} and ${close} do not match.`);
  }
  const secret = secretSigns.exec(text);
  if (secret) faults.push(`${name} reads or holds a secret: ${secret[0].slice(0, 30)}`);
  for (const param of params.keys())
    if (code.split(new RegExp(`\\b${param}\\b(?!:)`)).length < 3)
      faults.push(`${name} never uses its parameter ${param}.`);
  for (const [, type] of text.matchAll(/^resource \w+ '([^']+)'/gm))
    if (!/^Microsoft\.[\w./]+@\d{4}-\d\d-\d\d(-preview)?$/.test(type ?? ''))
      faults.push(`${name}: ${type} is no type with a version.`);
  return faults;
}

async function parameterFaults(folder: string, main: BicepFile): Promise<string[]> {
  const file = 'azure.parameters.json';
  const { parameters } = JSON.parse(await readFile(path.join(folder, file), 'utf8')) as {
    parameters: Record<string, unknown>;
  };
  const needed = [...main.params].filter(([, { hasDefault }]) => !hasDefault);
  return [
    ...Object.keys(parameters)
      .filter((name) => !main.params.has(name))
      .map((name) => `infra/${file}: azure.bicep has no parameter ${name}.`),
    ...needed
      .filter(([name]) => !(name in parameters))
      .map(([name]) => `infra/${file} lacks ${name}.`),
  ];
}
