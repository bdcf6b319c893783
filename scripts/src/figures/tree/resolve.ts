/** Where an import leads: relative paths, and the packages of the workspace by their `exports`. */
import path from 'node:path';
import type { Package, Tree } from './tree.ts';

const endings = ['', '.ts', '.tsx', '.mts', '.mjs', '.js', '/index.ts', '/index.tsx'];

/** The file of the tree that an import names; `null`: it is not one of the tree. */
export function resolveImport(
  { files, packages }: Pick<Tree, 'files' | 'packages'>,
  importer: string,
  from: string,
): string | null {
  const present = (file: string) => {
    const ending = endings.find((one) => files.has(`${file}${one}`));
    return ending === undefined ? null : `${file}${ending}`;
  };
  if (from.startsWith('.')) return present(path.posix.join(path.posix.dirname(importer), from));
  for (const one of packages) {
    if (one.name === '' || (from !== one.name && !from.startsWith(`${one.name}/`))) continue;
    const targets = exportTargets(one, `.${from.slice(one.name.length)}`);
    for (const target of targets) {
      const file = present(path.posix.join(one.folder, target));
      if (file !== null) return file;
    }
  }
  return null;
}

/** The paths in the package that stand for this subpath (`.` or `./contracts`), the best one first. */
function exportTargets({ exports }: Package, subpath: string): string[] {
  if (typeof exports !== 'object' || exports === null) {
    return subpath === '.' ? pathsIn(exports) : [];
  }
  const entries = Object.entries(exports);
  // An object without subpaths is the main entry, by conditions.
  if (subpath === '.' && entries.every(([key]) => !key.startsWith('.'))) return pathsIn(exports);
  for (const [key, value] of entries) {
    if (key === subpath) return pathsIn(value);
    const [start = '', end] = key.split('*');
    const isPattern = end !== undefined && subpath.startsWith(start) && subpath.endsWith(end);
    if (!isPattern) continue;
    const part = subpath.slice(start.length, subpath.length - end.length);
    return pathsIn(value).map((target) => target.replaceAll('*', part));
  }
  return [];
}

/** The files that other packages can import. */
export function entryFiles(packages: readonly Package[]): ReadonlySet<string> {
  const files = packages.flatMap(({ folder, exports }) =>
    pathsIn(exports).map((target) => path.posix.join(folder, target)),
  );
  return new Set(files);
}

/** The paths of an entry under all of its conditions. */
function pathsIn(entry: unknown): string[] {
  if (typeof entry === 'string') return [entry];
  if (typeof entry !== 'object' || entry === null) return [];
  return Object.values(entry).flatMap(pathsIn);
}

/** The file in which a name that this file exports is declared; `null`: it does not export the name. */
export function findDeclaration(tree: Tree, file: string, name: string): string | null {
  return declaredIn(tree, file, name, new Set());
}

function declaredIn(tree: Tree, file: string, name: string, seen: Set<string>): string | null {
  if (seen.has(file)) return null;
  seen.add(file);
  const exported = tree.files.get(file)?.facts.exports ?? [];
  const own = exported.find((one) => one.name === name);
  if (own?.reexport === null) return file;
  // A name that stands for a whole file (`export * as name`) leads to that file.
  if (own?.reexport?.name === '*') return resolveImport(tree, file, own.reexport.from);
  const ways = own?.reexport
    ? [own.reexport]
    : exported.flatMap(({ name: all, reexport }) =>
        all === '*' && reexport ? [{ from: reexport.from, name }] : [],
      );
  for (const way of ways) {
    const to = resolveImport(tree, file, way.from);
    const found = to === null ? null : declaredIn(tree, to, way.name, seen);
    if (found !== null) return found;
  }
  return null;
}
