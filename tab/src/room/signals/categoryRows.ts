/**
 * One row for each category of a room: its worst signal, its most urgent ticket, and its expanded
 * signals.
 */
import { type Category, categories, type Instant } from '@rooms-pro/core';
import type { SignalRow } from '@rooms-pro/core/contracts';
import { formatQuiet, groupSignals } from './signalGroups.ts';

/** A signal that has a ticket. */
export type Ticketed = SignalRow & {
  readonly ticket: NonNullable<SignalRow['ticket']>;
  readonly updatedAt: Instant;
};

export type CategoryRow = {
  readonly category: Category;
  /** The worst of its watched signals. */
  readonly worst: SignalRow['state'];
  /** Whether any source can report one of the applicable signals. If not, the category is *not watched*. */
  readonly isWatched: boolean;
  readonly stateLabel: string;
  /** The most urgent active ticket, or else the ticket that was resolved last; `null`: there is no ticket. */
  readonly ticket: Ticketed | null;
  readonly otherTickets: number;
  readonly suppressed: number;
  /** The signals of the expanded row: those with a ticket, a fault or a suppression, or all signals. */
  readonly signals: readonly SignalRow[];
};

const isActive = ({ status }: SignalRow) =>
  status === 'needsAction' || status === 'systemInvestigating';

const isTicketed = (row: SignalRow): row is Ticketed =>
  row.ticket !== null && row.updatedAt !== null;

/** Sorts active before resolved, `needsAction` first, important first, then the latest update first. */
function compareTickets(one: Ticketed, other: Ticketed): number {
  const rank = (row: Ticketed) => {
    if (!isActive(row)) return 4;
    return (row.status === 'needsAction' ? 0 : 2) + (row.severity === 'important' ? 0 : 1);
  };
  return rank(one) - rank(other) || Date.parse(other.updatedAt) - Date.parse(one.updatedAt);
}

/** The first of these states that a signal of the category has. */
const worstFirst = ['unhealthy', 'healthy', 'unknown'] as const satisfies SignalRow['state'][];

/** The rows in the order of categories. Categories without a signal in this room are left out. */
export function categoryRows(
  rows: readonly SignalRow[],
  { showAll, isDisconnected }: { readonly showAll: boolean; readonly isDisconnected: boolean },
): readonly CategoryRow[] {
  return groupSignals(rows, showAll).map(({ category, shown }): CategoryRow => {
    const own = rows.filter((row) => row.category === category);
    const applicable = own.filter(({ state }) => state !== 'notApplicable');
    const watched = applicable.filter((row) => row.isWatched);
    const worst =
      worstFirst.find((state) => watched.some((row) => row.state === state)) ?? 'notApplicable';
    const tickets = own.filter(isTicketed).toSorted(compareTickets);
    const unhealthy = isDisconnected ? 'Last known: unhealthy' : 'Unhealthy';
    return {
      category,
      worst,
      isWatched: applicable.length === 0 || watched.length > 0,
      stateLabel: worst === 'unhealthy' ? unhealthy : formatQuiet(own, isDisconnected),
      ticket: tickets[0] ?? null,
      otherTickets: Math.max(0, tickets.length - 1),
      suppressed: own.filter(({ suppression }) => suppression !== null).length,
      signals: shown,
    };
  });
}

/** The part of the address that describes the view of the signals. */
export type SignalsView = {
  readonly showAll: boolean;
  readonly expanded: ReadonlySet<Category>;
};

const noneExpanded = 'none';

/** With all signals shown, all categories are expanded, unless the address names the expanded ones. */
export function readSignalsView(params: URLSearchParams): SignalsView {
  const showAll = params.get('signals') === 'all';
  const named = params.get('expanded')?.split('.');
  const expanded = named
    ? categories.filter((category) => named.includes(category))
    : showAll
      ? categories
      : [];
  return { showAll, expanded: new Set(expanded) };
}

/** Writes the view to the address: the inverse of reading it. */
export function writeSignalsView({ showAll, expanded }: SignalsView): URLSearchParams {
  const names = categories.filter((category) => expanded.has(category));
  const isDefault = names.length === (showAll ? categories.length : 0);
  return new URLSearchParams({
    ...(showAll ? { signals: 'all' } : {}),
    ...(isDefault ? {} : { expanded: names.join('.') || noneExpanded }),
  });
}

/** The view with one category expanded or collapsed. */
export function expandCategory(
  view: SignalsView,
  category: Category,
  isExpanded: boolean,
): SignalsView {
  const expanded = new Set(view.expanded);
  if (isExpanded) expanded.add(category);
  else expanded.delete(category);
  return { ...view, expanded };
}
