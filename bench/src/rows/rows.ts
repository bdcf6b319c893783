/** The rows of the benchmark's result: a table for people, JSON for programs. */

/** The lower or upper bound of a figure. */
export type Bound = { readonly least: number } | { readonly most: number };

export type Row = {
  readonly id: string;
  readonly what: string;
  /** `null` when it was not measured; `reason` contains the cause. */
  readonly measured: number | null;
  readonly unit: string;
  readonly target: Bound | null;
  readonly verdict: 'met' | 'missed' | 'noTarget' | 'notMeasured';
  /** Why the target was missed, or another note. */
  readonly reason: string | null;
};

export type RowSpec = {
  readonly id: string;
  readonly what: string;
  readonly unit: string;
  readonly target?: Bound;
  /** The explanation that is printed when the target is missed. */
  readonly whenMissed?: string;
  readonly note?: string;
};

/** Creates a row with its verdict. */
export function createRow(spec: RowSpec, measured: number): Row {
  const { id, what, unit, target = null, whenMissed, note } = spec;
  const isMet = target === null || meets(measured, target);
  const verdict = target === null ? 'noTarget' : isMet ? 'met' : 'missed';
  const reasons = [isMet ? undefined : whenMissed, note].filter((one) => one !== undefined);
  const reason = reasons.length === 0 ? null : reasons.join(' ');
  return { id, what, measured, unit, target, verdict, reason };
}

/** Creates a row for a figure that cannot be measured on this machine. */
export function missingRow({ id, what, unit, target }: RowSpec, reason: string): Row {
  return { id, what, measured: null, unit, target: target ?? null, verdict: 'notMeasured', reason };
}

function meets(measured: number, bound: Bound): boolean {
  return 'least' in bound ? measured >= bound.least : measured <= bound.most;
}

/** Formats the rows as a table. */
export function formatTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    row.what,
    row.measured === null ? '-' : `${formatFigure(row.measured)} ${row.unit}`.trim(),
    row.target === null ? '' : formatBound(row.target),
    verdicts[row.verdict],
  ]);
  const head = ['what', 'measured', 'target', ''];
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((line) => line[column]?.length ?? 0)),
  );
  const print = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const body = rows.flatMap((row, place) => [
    print(lines[place] ?? []),
    ...(row.reason === null ? [] : [`    ${row.reason}`]),
  ]);
  return [print(head), print(widths.map((width) => '-'.repeat(width))), ...body].join('\n');
}

const verdicts: Readonly<Record<Row['verdict'], string>> = {
  met: 'met',
  missed: 'MISSED',
  noTarget: '',
  notMeasured: 'not measured',
};

function formatBound(bound: Bound): string {
  return 'least' in bound ? `≥ ${bound.least}` : `≤ ${bound.most}`;
}

/** Formats a figure with at most three significant digits; from 100 on as an integer. */
function formatFigure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
