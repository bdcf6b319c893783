/** Counts the files that a developer opens for each walk, and checks that the list of walks is true. */
import { fileURLToPath } from 'node:url';
import { root } from '../../root.ts';
import { findDeclaration, resolveImport } from '../tree/resolve.ts';
import type { SourceFile, Tree } from '../tree/tree.ts';
import type { Addition, Flow, Step } from './walks.ts';

/** A flow: the files of its functions, and the files that only connect them. */
export type FlowCount = {
  readonly files: readonly string[];
  readonly connecting: readonly string[];
};

/** An addition: the files that name its example. */
export type AdditionCount = {
  readonly source: readonly string[];
  readonly tests: readonly string[];
};

/** The files of a flow. Throws, with what to mend in the list, where the code is not like the list. */
export function countFlow(flow: Flow, tree: Tree): FlowCount {
  const files: string[] = [];
  const connecting = new Set<string>();
  for (const step of flow.steps) {
    const at = (sentence: string) =>
      new Error(`The walk “${flow.name}” is out of date: ${sentence}`);
    const found = findExports(step.in, step.names, tree);
    const names = step.names.join(' or ');
    if (found.length === 0) {
      const hint = namesAfter(files, step.in, tree);
      throw at(`${step.in} exports no ${names}; see ${listOfWalks}. ${hint}`);
    }
    const linked = found.flatMap((file) => {
      const by = files.length === 0 ? [] : linkOf(file, step, files, tree);
      return by === null ? [] : [{ file, by }];
    });
    const [one, other] = linked;
    if (one === undefined) {
      throw at(`no file before it refers to ${names} (${found.join(', ')}).`);
    }
    if (other !== undefined) throw at(`${names} stands in ${one.file} and in ${other.file}.`);
    files.push(one.file);
    for (const connector of one.by) connecting.add(connector);
  }
  const distinct = new Set(files);
  return {
    files: [...distinct],
    connecting: [...connecting].filter((file) => !distinct.has(file)),
  };
}

/** The source files of a package that declare and export the first of these names that there is. */
function findExports(folder: string, names: readonly string[], tree: Tree): string[] {
  for (const name of names) {
    const files = [...tree.files.values()].filter(
      ({ package: own, role, facts }) =>
        own === folder &&
        role === 'source' &&
        facts.exports.some((one) => one.name === name && one.reexport === null),
    );
    if (files.length > 0) return files.map((file) => file.path);
  }
  return [];
}

/**
 * The files that connect a step with the files before it, none where one of these refers to it itself;
 * `null`: nothing connects it.
 */
function linkOf(file: string, step: Step, before: readonly string[], tree: Tree): string[] | null {
  if (before.some((one) => one === file || refersTo(one, tree).has(file))) return [];
  const connectors: string[] = [];
  let target = file;
  for (const names of step.by ?? []) {
    const [connector] = findExports(step.in, names, tree).filter(
      (one) => one === target || refersTo(one, tree).has(target),
    );
    if (connector === undefined) return null;
    // A function beside the step connects it without a further file.
    if (connector !== target) connectors.push(connector);
    target = connector;
  }
  if (step.by === undefined) return null;
  // The last one uses a step before, or the same type as a step before.
  const known = refersTo(target, tree);
  const isConnected = before.some(
    (one) => known.has(one) || [...refersTo(one, tree)].some((shared) => known.has(shared)),
  );
  return isConnected ? connectors : null;
}

const referred = new WeakMap<SourceFile, ReadonlySet<string>>();

/** The files in which the names that a file imports are declared. */
function refersTo(file: string, tree: Tree): ReadonlySet<string> {
  const one = tree.files.get(file);
  if (one === undefined) return new Set();
  const known = referred.get(one);
  if (known !== undefined) return known;
  const targets = one.facts.imports.flatMap(({ from, names }) => {
    const to = resolveImport(tree, file, from);
    if (to === null) return [];
    return names.flatMap((name) => (name === '*' ? to : (findDeclaration(tree, to, name) ?? [])));
  });
  const found = new Set(targets);
  referred.set(one, found);
  return found;
}

/** What the files before import from this package and is no step: one of these is likely the new name. */
function namesAfter(before: readonly string[], folder: string, tree: Tree): string {
  const names = before.flatMap((file) =>
    (tree.files.get(file)?.facts.imports ?? []).flatMap((one) => {
      const to = resolveImport(tree, file, one.from);
      const isCandidate = one.kind === 'value' && to !== null && !before.includes(to);
      return isCandidate && tree.files.get(to)?.package === folder ? one.names : [];
    }),
  );
  return `The files before it import from there: ${[...new Set(names)].join(', ') || 'nothing'}.`;
}

const listOfWalks = fileURLToPath(new URL('./walks.ts', import.meta.url)).slice(root.length);

/** The files that name an example, without the list of walks. Throws where no file does. */
export function countAddition({ name, names }: Addition, tree: Tree): AdditionCount {
  for (const example of names) {
    const naming = [...tree.files.values()].filter(
      ({ path: file, facts }) => file !== listOfWalks && facts.words.has(example),
    );
    if (naming.length === 0) continue;
    const paths = (isSource: boolean) =>
      naming.filter(({ role }) => (role === 'source') === isSource).map((one) => one.path);
    return { source: paths(true), tests: paths(false) };
  }
  throw new Error(`The walk “${name}” is out of date: no file names ${names.join(' or ')}.`);
}
