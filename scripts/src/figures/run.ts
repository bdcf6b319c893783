/** Measures this checkout, a revision, or both, and gives the report. */
import { root } from '../root.ts';
import { type Figures, measure } from './measure.ts';
import { formatLists, formatTable, type Measured, notes } from './report.ts';
import { commitOf, withRevision } from './revision.ts';

export type FiguresOptions = {
  /** The revision to measure; left out: this checkout as it is. */
  readonly of?: string | undefined;
  /** The revision before; left out: nothing is compared. */
  readonly from?: string | undefined;
  /** With every list behind the numbers. */
  readonly lists: boolean;
};

/** `faults`: where the list of walks does not fit a checkout. */
export type FiguresReport = { readonly text: string; readonly faults: readonly string[] };

/** Throws `NoSuchRevision`, and an error where code cannot be parsed. */
export function reportFigures({ of, from, lists }: FiguresOptions): FiguresReport {
  const before = from === undefined ? [] : [measureRevision(from)];
  const after = of === undefined ? { name: 'this checkout', figures: measure(root) } : null;
  const measured = [...before, after ?? measureRevision(of ?? 'HEAD')];
  const shown = measured.map((one) => formatLists(one, lists));
  return {
    text: [formatTable(measured), ...shown, notes].join('\n\n'),
    faults: measured.flatMap(({ name, figures }) =>
      faultsOf(figures).map((fault) => `${name}: ${fault}`),
    ),
  };
}

function measureRevision(revision: string): Measured {
  const commit = commitOf(root, revision);
  const name = revision.startsWith(commit) ? commit : `${revision} (${commit})`;
  return { name, figures: withRevision(root, revision, measure) };
}

function faultsOf({ flows, additions }: Figures): string[] {
  return [...flows, ...additions].flatMap(({ walked }) =>
    'fault' in walked ? [walked.fault] : [],
  );
}
