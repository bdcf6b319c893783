/** The printed report: one Markdown table, the lists behind it, and how each figure is counted. */
import type { Duplicate, Place } from './duplicates.ts';
import type { Figures } from './measure.ts';
import { fullFolders, type Row, rowsOf } from './rows.ts';

/** A measured checkout and its name, which heads its column. */
export type Measured = { readonly name: string; readonly figures: Figures };

/** One table with a column for each checkout. A row that a checkout does not have is a dash there. */
export function formatTable(measured: readonly Measured[]): string {
  const columns = measured.map(({ figures }) => rowsOf(figures));
  const rows = mergedRows(columns);
  const lines = rows.map(({ name, goal }) => {
    const values = columns.map((own) => own.find((one) => one.name === name)?.value ?? '–');
    return `| ${[name, ...values, goal].join(' | ')} |`;
  });
  const names = measured.map(({ name }) => name);
  return [
    `| ${['figure', ...names, 'goal'].join(' | ')} |`,
    `|---|${'--:|'.repeat(names.length)}---|`,
    ...lines,
  ].join('\n');
}

/** The rows of all columns once, a row of a later column behind the row that precedes it there. */
function mergedRows(columns: readonly (readonly Row[])[]): Row[] {
  const rows: Row[] = [];
  for (const column of columns) {
    let at = 0;
    for (const one of column) {
      const known = rows.findIndex(({ name }) => name === one.name);
      if (known === -1) rows.splice(at, 0, one);
      at = known === -1 ? at + 1 : known + 1;
    }
  }
  return rows;
}

/** What stands behind the numbers. `all` adds the long lists. */
export function formatLists({ name, figures }: Measured, all: boolean): string {
  const folders = fullFolders(figures).map(({ folder, files }) => `${files} ${folder}`);
  const parts = [list('Longest functions', figures.longest), list('Fullest folders', folders)];
  if (all) parts.push(...longLists(figures));
  return [`## ${name}`, ...parts].join('\n\n');
}

function longLists(figures: Figures): string[] {
  const { sharedNames, valueCycles, allCycles, duplicates, flows, additions } = figures;
  const flowLists = flows.flatMap(({ flow, walked }) =>
    'fault' in walked
      ? []
      : [list(flow.name, [...walked.files, ...walked.connecting.map((one) => `${one} connects`)])],
  );
  const additionLists = additions.flatMap(({ addition, walked }) =>
    'fault' in walked
      ? []
      : [list(`${addition.name} (${addition.names[0]})`, [...walked.source, ...walked.tests])],
  );
  const names = sharedNames.map((one) => `${one.name}: ${one.packages.join(', ')}`);
  const cycle = (files: readonly string[]) => files.join(', ');
  return [
    list('Exported names in several packages', names),
    list('Import cycles of values', valueCycles.map(cycle)),
    list('Import cycles of values and types', allCycles.map(cycle)),
    list('Duplicates of source', duplicates.source.map(formatDuplicate)),
    list('Duplicates of tests', duplicates.tests.map(formatDuplicate)),
    ...flowLists,
    ...additionLists,
  ];
}

function list(title: string, lines: readonly string[]): string {
  return [`### ${title}`, '', ...lines.map((one) => `- ${one}`)].join('\n').trimEnd();
}

function formatDuplicate({ one, other, lines }: Duplicate): string {
  const at = ({ file, line }: Place) => `${file}:${line}`;
  return `${lines} lines: ${at(one)} and ${at(other)}`;
}

/** How each figure is counted, a sentence each. */
export const notes = `## How it is counted

- Tests are \`*.test.*\`, \`*.suite.*\`, the packages test and testing, and files that only tests import; everything else is source.
- Lines of files and functions, exports and \`any: source\` are those of source.
- Median and p90 are values of the list: the one in the middle and the one at nine tenths.
- A function has a body in braces or several lines; methods, arrow functions and components are functions too.
- In a folder, every file of code counts that is not \`*.test.*\` or \`*.suite.*\`.
- An export is a name where it is declared; a re-export does not count again.
- An import cycle is a set of files of which each leads to every other one by imports; a cycle of values does without imports of types and without \`import()\`.
- A duplicate is a pair of places that share six or more lines, letter by letter; comments, imports, blank lines and lone punctuation are passed over.
- A walk with an arrow is a list of functions in \`scripts/src/figures/walks/walks.ts\`; the files of these functions count, and each is imported by a file before it, or connected with it by a function that the list names.
- A walk that adds something counts the files that name an existing example as an identifier, a property or a string; documents and generated files do not count.
- Tests to source are the lines of tests for each line of source.`;
