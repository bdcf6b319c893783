/** All figures of one checkout. */
import path from 'node:path';
import { findCycles, importGraph } from './cycles.ts';
import { type Duplicate, findDuplicates } from './duplicates.ts';
import { readTree } from './tree/readTree.ts';
import type { SourceFile, Tree } from './tree/tree.ts';
import {
  type AdditionCount,
  countAddition,
  countFlow,
  type FlowCount,
} from './walks/countWalks.ts';
import { type Addition, additions, type Flow, flows } from './walks/walks.ts';

/** The middle one, the one at nine tenths, and the last one of the sorted values. */
export type Distribution = {
  readonly count: number;
  readonly median: number;
  readonly p90: number;
  readonly max: number;
};

export type PackageFigures = {
  /** Its folder; empty for the files of the root. */
  readonly name: string;
  readonly sourceFiles: number;
  /** Tests and the files that only tests use. */
  readonly testFiles: number;
  readonly sourceLines: number;
  readonly testLines: number;
};

/** A count, or why the list of walks does not fit this checkout. */
export type Walked<Count> = Count | { readonly fault: string };

export type Figures = {
  readonly packages: readonly PackageFigures[];
  readonly fileLines: Distribution;
  /** Functions with a body in braces, and others of several lines. */
  readonly functionLines: Distribution;
  /** The longest functions, as `lines name (file:line)`. */
  readonly longest: readonly string[];
  readonly folders: readonly { readonly folder: string; readonly files: number }[];
  readonly exports: number;
  readonly sharedNames: readonly { readonly name: string; readonly packages: readonly string[] }[];
  readonly valueCycles: readonly (readonly string[])[];
  readonly allCycles: readonly (readonly string[])[];
  readonly anys: { readonly source: number; readonly tests: number };
  readonly duplicates: {
    readonly source: readonly Duplicate[];
    readonly tests: readonly Duplicate[];
  };
  readonly flows: readonly { readonly flow: Flow; readonly walked: Walked<FlowCount> }[];
  readonly additions: readonly {
    readonly addition: Addition;
    readonly walked: Walked<AdditionCount>;
  }[];
};

const longestShown = 5;

/** Measures the checkout in this folder. Throws where its code cannot be parsed. */
export function measure(root: string): Figures {
  const tree = readTree(root);
  const all = [...tree.files.values()];
  const source = all.filter(({ role }) => role === 'source');
  const tests = all.filter(({ role }) => role !== 'source');
  const functions = functionsOf(source);
  return {
    packages: packagesOf(all),
    fileLines: distribution(source.map(({ facts }) => facts.lines)),
    functionLines: distribution(functions.map(({ lines }) => lines)),
    longest: functions
      .toSorted((one, other) => other.lines - one.lines)
      .slice(0, longestShown)
      .map(({ lines, name, at }) => `${lines} ${name || 'without a name'} (${at})`),
    folders: foldersOf(all),
    ...exportsIn(source),
    valueCycles: findCycles(importGraph(tree, 'values')),
    allCycles: findCycles(importGraph(tree, 'all')),
    anys: { source: anysIn(source), tests: anysIn(tests) },
    duplicates: { source: duplicatesIn(source), tests: duplicatesIn(tests) },
    ...walksIn(tree),
  };
}

/** The nearest values by rank; all 0 where there are no values. */
export function distribution(values: readonly number[]): Distribution {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (part: number) => sorted[Math.ceil(sorted.length * part) - 1] ?? 0;
  return { count: sorted.length, median: at(0.5), p90: at(0.9), max: at(1) };
}

function functionsOf(files: readonly SourceFile[]) {
  return files.flatMap(({ path: file, facts }) =>
    facts.functions
      .filter(({ isBraced, lines }) => isBraced || lines > 1)
      .map(({ name, line, lines }) => ({ name, lines, at: `${file}:${line}` })),
  );
}

function packagesOf(files: readonly SourceFile[]): PackageFigures[] {
  const byPackage = Map.groupBy(files, (file) => file.package);
  return [...byPackage].map(([name, own]) => {
    const source = own.filter(({ role }) => role === 'source');
    const tests = own.filter(({ role }) => role !== 'source');
    return {
      name,
      sourceFiles: source.length,
      testFiles: tests.length,
      sourceLines: linesIn(source),
      testLines: linesIn(tests),
    };
  });
}

function linesIn(files: readonly SourceFile[]): number {
  return files.reduce((sum, { facts }) => sum + facts.lines, 0);
}

/** Files that are no tests by their name, by folder, the fullest first. */
export function foldersOf(files: readonly SourceFile[]): Figures['folders'] {
  const counted = files.filter(({ role }) => role !== 'test');
  const byFolder = Map.groupBy(counted, ({ path: file }) => path.posix.dirname(file));
  return [...byFolder]
    .map(([folder, own]) => ({ folder, files: own.length }))
    .toSorted((one, other) => other.files - one.files);
}

/** Names where they are declared: a re-export is the same name once more. */
function exportsIn(files: readonly SourceFile[]): Pick<Figures, 'exports' | 'sharedNames'> {
  const declared = files.flatMap(({ package: own, facts }) =>
    facts.exports.flatMap(({ name, reexport }) => (reexport ? [] : [{ name, own }])),
  );
  const named = declared.filter(({ name }) => name !== 'default');
  const sharedNames = [...Map.groupBy(named, ({ name }) => name)]
    .map(([name, places]) => ({ name, packages: [...new Set(places.map(({ own }) => own))] }))
    .filter(({ packages }) => packages.length > 1);
  return { exports: declared.length, sharedNames };
}

function anysIn(files: readonly SourceFile[]): number {
  return files.reduce((sum, { facts }) => sum + facts.anys, 0);
}

function duplicatesIn(files: readonly SourceFile[]): Duplicate[] {
  const code = new Map(files.map(({ path: file, facts }) => [file, facts.code]));
  return findDuplicates(code).toSorted((one, other) => other.lines - one.lines);
}

function walksIn(tree: Tree): Pick<Figures, 'flows' | 'additions'> {
  return {
    flows: flows.map((flow) => ({ flow, walked: orFault(() => countFlow(flow, tree)) })),
    additions: additions.map((addition) => ({
      addition,
      walked: orFault(() => countAddition(addition, tree)),
    })),
  };
}

function orFault<Count>(count: () => Count): Walked<Count> {
  try {
    return count();
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}
