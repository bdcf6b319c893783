/** The filters of a list in the address: every filtered list has a deep link. */
import {
  type AssignedFilter,
  assignedFilters,
  type Category,
  categories,
  type Health,
  healthStates,
  type IncidentState,
  incidentStates,
  type RoomSort,
  roomSorts,
  type Severity,
  type SignalType,
  type SortOrder,
  severities,
  signalTypes,
  sortOrders,
} from '@rooms-pro/core';

type Place = { readonly building?: string; readonly group?: string; readonly text?: string };

/** The filters of the list of incidents. An absent filter matches every incident. */
export type IncidentFilters = Place & {
  readonly state?: IncidentState;
  readonly severity?: Severity;
  readonly category?: Category;
  readonly assigned?: AssignedFilter;
  readonly issue?: SignalType;
};

/** The filters of the list of rooms. An absent filter matches every room. */
export type RoomFilters = Place & {
  readonly health?: Health;
  readonly enrolment?: 'retired';
  /** The order of the list. It is not a filter, but part of the same address. Absent: the default order. */
  readonly sort?: RoomSort;
  readonly order?: SortOrder;
};

const longestText = 200;

function oneOf<T extends string>(allowed: readonly T[], value: string | null): T | undefined {
  return allowed.find((choice) => choice === value);
}

/** A copy without empty values, so that equal filters give equal keys and addresses. */
function withoutEmpty<T extends object>(filters: T): T {
  const kept = Object.entries(filters).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(kept) as T;
}

function readPlace(params: URLSearchParams) {
  const read = (name: string) => params.get(name)?.trim().slice(0, longestText);
  return { building: read('building'), group: read('group'), text: read('text') };
}

/** The incident filters in an address. Unknown values are left out. */
export function readIncidentFilters(params: URLSearchParams): IncidentFilters {
  return withoutEmpty({
    state: oneOf(incidentStates, params.get('state')),
    severity: oneOf(severities, params.get('severity')),
    category: oneOf(categories, params.get('category')),
    assigned: oneOf(assignedFilters, params.get('assigned')),
    issue: oneOf(signalTypes, params.get('issue')),
    ...readPlace(params),
  }) as IncidentFilters;
}

/** The room filters in an address. Unknown values are left out. */
export function readRoomFilters(params: URLSearchParams): RoomFilters {
  return withoutEmpty({
    health: oneOf(healthStates, params.get('health')),
    enrolment: oneOf(['retired'], params.get('enrolment')),
    sort: oneOf(roomSorts, params.get('sort')),
    order: oneOf(sortOrders, params.get('order')),
    ...readPlace(params),
  }) as RoomFilters;
}

/** Filters as the query of an address or a request: the inverse of reading them. */
export function writeFilters(filters: IncidentFilters | RoomFilters): URLSearchParams {
  return new URLSearchParams(withoutEmpty(filters) as Record<string, string>);
}

/** The filters with one change; the same value again, or an empty value, removes the filter. */
export function toggleFilter<F extends object, K extends keyof F>(
  filters: F,
  name: K,
  value: F[K] | undefined,
): F {
  const next = filters[name] === value ? undefined : value;
  return withoutEmpty({ ...filters, [name]: next });
}

/** The filters with some values replaced; an empty value removes its filter. */
export function changeFilters<F extends object>(
  filters: F,
  change: { readonly [K in keyof F]?: F[K] | undefined },
): F {
  return withoutEmpty({ ...filters, ...change });
}

/** Whether a list is filtered. The message for an empty list depends on it. */
export function isFiltered(filters: IncidentFilters | RoomFilters): boolean {
  return Object.keys(withoutEmpty(filters)).some((name) => name !== 'sort' && name !== 'order');
}

/** No filters, in the same order. */
export function clearFilters({ sort, order }: RoomFilters): RoomFilters {
  return withoutEmpty({ sort, order }) as RoomFilters;
}
