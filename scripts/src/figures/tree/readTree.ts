/** Reads the code of a checkout, and finds the files that are for tests only. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseFile } from './parse.ts';
import { entryFiles, resolveImport } from './resolve.ts';
import type { Package, SourceFile, Tree } from './tree.ts';

const isCode = (file: string) => /\.[cm]?[jt]sx?$/.test(file);
const isNamedTest = (file: string) => /\.(?:test|suite)(?:\.d)?\.[cm]?[jt]sx?$/.test(file);
/** Tools read these files: they are no part of the tests, even where a test alone imports them. */
const isConfig = (file: string) => /\.config\.[cm]?[jt]s$/.test(file);
/** Packages in which every file is for tests. */
const testPackages: ReadonlySet<string> = new Set(['test', 'testing']);

/** Reads and parses all code below this folder. Throws where a file cannot be parsed. */
export function readTree(root: string): Tree {
  const listed = listFiles(root);
  const packages = listed
    .filter((file) => path.posix.basename(file) === 'package.json')
    .map((file) => readPackage(root, file));
  const parsed = new Map<string, SourceFile>();
  for (const file of listed.filter(isCode)) {
    const facts = parseFile(file, readFileSync(path.join(root, file), 'utf8'));
    const folder = packageOf(file, packages);
    const isTest = isNamedTest(file);
    const role = isTest ? 'test' : testPackages.has(folder) ? 'support' : 'source';
    parsed.set(file, { path: file, package: folder, role, facts });
  }
  return { files: withSupport({ files: parsed, packages }), packages };
}

/** In a checkout: the files that git tracks, and new ones that it does not ignore. Elsewhere: all files. */
function listFiles(root: string): string[] {
  if (!existsSync(path.join(root, '.git'))) {
    const entries = readdirSync(root, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
      .map((file) => file.replaceAll(path.sep, '/'))
      .toSorted();
  }
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  const listed = execFileSync('git', args, options).split('\n');
  // A file that was deleted is listed until the deletion is committed.
  return listed.filter((file) => file !== '' && existsSync(path.join(root, file))).toSorted();
}

function readPackage(root: string, file: string): Package {
  const { name = '', exports = null } = JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  const folder = path.posix.dirname(file);
  return { folder: folder === '.' ? '' : folder, name, exports };
}

function packageOf(file: string, packages: readonly Package[]): string {
  const around = packages
    .map(({ folder }) => folder)
    .filter((folder) => folder === '' || file.startsWith(`${folder}/`));
  return around.toSorted((one, other) => other.length - one.length)[0] ?? '';
}

/** Gives the role `support` to the files that only tests and other support files import. */
function withSupport(tree: Tree): ReadonlyMap<string, SourceFile> {
  const importers = Map.groupBy(
    [...tree.files.values()].flatMap((file) =>
      file.facts.imports.flatMap(({ from }) => {
        const to = resolveImport(tree, file.path, from);
        return to === null ? [] : [{ file: file.path, to }];
      }),
    ),
    ({ to }) => to,
  );
  const entries = entryFiles(tree.packages);
  const isUsedFromOutside = (file: string) => isConfig(file) || entries.has(file);
  const roles = new Map([...tree.files.values()].map(({ path: file, role }) => [file, role]));
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const [file, role] of roles) {
      const own = (importers.get(file) ?? []).filter((one) => one.file !== file);
      if (role !== 'source' || own.length === 0 || isUsedFromOutside(file)) continue;
      if (own.some((one) => roles.get(one.file) === 'source')) continue;
      roles.set(file, 'support');
      isChanged = true;
    }
  }
  const withRoles = [...tree.files].map(
    ([file, one]) => [file, { ...one, role: roles.get(file) ?? one.role }] as const,
  );
  return new Map(withRoles);
}
