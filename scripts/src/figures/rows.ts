/** The figures of a checkout as rows of a table: a name, a value and, where there is one, a goal. */
import type { Figures, Walked } from './measure.ts';

export type Row = { readonly name: string; readonly value: string; readonly goal: string };

/** A folder with more source files is hard to survey. */
const mostInFolder = 12;

/** All rows, in the order in which they are printed. */
export function rowsOf(figures: Figures): Row[] {
  return [
    ...sizeRows(figures),
    ...structureRows(figures),
    ...walkRows(figures),
    ...packageRows(figures),
  ];
}

function sizeRows({ packages, fileLines, functionLines }: Figures): Row[] {
  const sum = (of: (one: Figures['packages'][number]) => number) =>
    packages.reduce((total, one) => total + of(one), 0);
  const { count, median, p90, max } = functionLines;
  return [
    row(
      'source files',
      sum((one) => one.sourceFiles),
    ),
    row(
      'test files',
      sum((one) => one.testFiles),
    ),
    row(
      'lines of source',
      sum((one) => one.sourceLines),
    ),
    row(
      'lines of tests',
      sum((one) => one.testLines),
    ),
    row('lines of a file: median', fileLines.median, '≤ 80'),
    row('lines of a file: p90', fileLines.p90),
    row('lines of a file: max', fileLines.max, '≤ 300'),
    row('functions', count),
    row('lines of a function: median', median, '≤ 12'),
    row('lines of a function: p90', p90, '≤ 25'),
    row('lines of a function: max', max, '≤ 60'),
  ];
}

function structureRows(figures: Figures): Row[] {
  const { folders, anys, duplicates, valueCycles, allCycles } = figures;
  const filesIn = (cycles: Figures['allCycles']) => new Set(cycles.flat()).size;
  return [
    row('source files of a folder: max', folders[0]?.files ?? 0, `≤ ${mostInFolder}`),
    row(`folders with more than ${mostInFolder}`, fullFolders(figures).length, '0'),
    row('exports', figures.exports),
    row('exported names in several packages', figures.sharedNames.length),
    row('import cycles of values', valueCycles.length, '0'),
    row('import cycles of values and types', allCycles.length, '0'),
    row('files in import cycles', filesIn(allCycles), '0'),
    row('`any`: source', anys.source, '0'),
    row('`any`: tests', anys.tests, '0'),
    row('duplicates: source', duplicates.source.length),
    row('duplicates: tests', duplicates.tests.length),
  ];
}

/** The folders that are over the limit, the fullest first. */
export function fullFolders({ folders }: Figures): Figures['folders'] {
  return folders.filter(({ files }) => files > mostInFolder);
}

function walkRows({ flows, additions }: Figures): Row[] {
  const flowRows = flows.map(({ flow, walked }) => {
    const value = countOf(walked, ({ files, connecting }) =>
      connecting.length === 0
        ? String(files.length)
        : `${files.length} (${connecting.length} more connect them)`,
    );
    return row(`files: ${flow.name}`, value, flow.goal === undefined ? '' : `≤ ${flow.goal}`);
  });
  const additionRows = additions.map(({ addition: { name, names, goal }, walked }) => {
    const value = countOf(
      walked,
      ({ source, tests }) => `${source.length} + ${tests.length} tests`,
    );
    const limit = goal ? `≤ ${goal.files}${goal.with === 'tests' ? ' with tests' : ''}` : '';
    return row(`files: ${name} (\`${names[0] ?? ''}\`)`, value, limit);
  });
  return [...flowRows, ...additionRows];
}

function countOf<Count extends object>(walked: Walked<Count>, format: (count: Count) => string) {
  return 'fault' in walked ? 'out of date' : format(walked);
}

function packageRows({ packages }: Figures): Row[] {
  const named = packages.filter(({ name }) => name !== '');
  return named.flatMap(({ name, sourceFiles, testFiles, sourceLines, testLines }) => [
    row(`${name}: source files + test files`, `${sourceFiles} + ${testFiles}`),
    row(
      `${name}: tests to source`,
      sourceLines === 0 ? 'tests only' : (testLines / sourceLines).toFixed(2),
    ),
  ]);
}

function row(name: string, value: number | string, goal = ''): Row {
  return { name, value: String(value), goal };
}
