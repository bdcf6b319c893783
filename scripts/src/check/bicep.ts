/**
 * Step of the check: what can be told of the infrastructure without Azure and without its compiler.
 * What properties a resource may have is not known here; that takes a deployment, or `az bicep build`.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Node } from 'web-tree-sitter';
import { resourceFaults } from './bicepResources.ts';
import { secretFaults } from './bicepSecrets.ts';
import { symbolFaults } from './bicepSymbols.ts';
import { lineOf, propertiesOf, within } from './bicepTree.ts';
import {
  type BicepFile,
  type Declaration,
  declared,
  isOptional,
  outputsAsked,
  readBicep,
} from './readBicep.ts';

const mainFile = 'azure.bicep';

/** Names of the outputs of the main file, which the toolkit writes into env/. */
export async function bicepOutputs(folder: string): Promise<readonly string[]> {
  const text = await readFile(path.join(folder, mainFile), 'utf8');
  return [...declared(await readBicep(mainFile, text), 'output').keys()];
}

/** Every fault of the files in `folder`, as sentences. */
export async function bicepFaults(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true }))
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name.endsWith('.bicep'));
  const files = new Map<string, BicepFile>();
  for (const name of names) {
    const text = await readFile(path.join(folder, name), 'utf8');
    files.set(name, await readBicep(`infra/${name}`, text));
  }
  const main = files.get(mainFile);
  if (main === undefined) return [`infra/${mainFile} is missing.`];
  const modules = [...declared(main, 'module').values()];
  const used = new Set([mainFile, ...modules.map(({ target }) => target)]);
  return [
    ...names
      .filter((name) => !used.has(name))
      .map((name) => `infra/${name} is no module of ${mainFile}.`),
    ...modules.flatMap((module) => moduleFaults(main, module, files.get(module.target))),
    ...[...files.values()].flatMap((file) => fileFaults(file)),
    ...(await parameterFaults(folder, main)),
  ];
}

function fileFaults(file: BicepFile): string[] {
  const broken = syntaxFaults(file);
  // Names in a text that was not understood tell nothing.
  if (broken.length > 0) return broken;
  return [...symbolFaults(file), ...secretFaults(file), ...resourceFaults(file)];
}

function syntaxFaults({ name, root }: BicepFile): string[] {
  const visit = (node: Node): string[] => {
    if (node.isMissing) return [`${name}:${lineOf(node)}: «${node.type}» is missing.`];
    if (node.isError) {
      const [first = ''] = node.text.split('\n');
      return [`${name}:${lineOf(node)}: «${first.slice(0, 40)}» is not understood.`];
    }
    return node.hasError ? node.children.flatMap((child) => visit(child)) : [];
  };
  return [...visit(root), ...unseparated(name, root)];
}

/** The grammar takes what stands side by side; the compiler wants a comma or a line of its own. */
function unseparated(name: string, root: Node): string[] {
  return within(root, 'object', 'array').flatMap((list) =>
    list.namedChildren
      .filter(({ type, previousSibling: before, startPosition }) => {
        const isSide = before?.isNamed && before.endPosition.row === startPosition.row;
        return isSide && !type.endsWith('comment');
      })
      .map(
        (found) => `${name}:${lineOf(found)}: «${found.text.slice(0, 40)}» needs a comma before.`,
      ),
  );
}

function moduleFaults(
  main: BicepFile,
  { name: symbol, line, target, properties }: Declaration,
  module: BicepFile | undefined,
): string[] {
  if (module === undefined) return [`${main.name}:${line}: there is no ${target}.`];
  // What was not understood may hold what seems to be missing.
  if (main.root.hasError || module.root.hasError) return [];
  const given = [...propertiesOf(properties.get('params')).keys()];
  const params = declared(module, 'param');
  const outputs = declared(module, 'output');
  const needed = [...params.values()].filter((param) => !isOptional(param));
  return [
    ...given
      .filter((name) => !params.has(name))
      .map((name) => `${main.name}:${line}: ${target} has no parameter ${name}.`),
    ...needed
      .filter(({ name }) => !given.includes(name))
      .map(({ name }) => `${main.name}:${line}: ${target} needs ${name}.`),
    ...outputsAsked(main, symbol)
      .filter(({ name }) => !outputs.has(name))
      .map((asked) => `${main.name}:${asked.line}: ${target} has no output ${asked.name}.`),
  ];
}

async function parameterFaults(folder: string, main: BicepFile): Promise<string[]> {
  const file = 'azure.parameters.json';
  const { parameters } = JSON.parse(await readFile(path.join(folder, file), 'utf8')) as {
    parameters: Record<string, unknown>;
  };
  const params = declared(main, 'param');
  const needed = [...params.values()].filter((param) => !isOptional(param));
  return [
    ...Object.keys(parameters)
      .filter((name) => !params.has(name))
      .map((name) => `infra/${file}: ${mainFile} has no parameter ${name}.`),
    ...needed
      .filter(({ name }) => !(name in parameters))
      .map(({ name }) => `infra/${file} lacks ${name}.`),
  ];
}
