/**
 * The open incidents by assignee, and those without an assignee, so that a filter by assignee reads
 * only these incidents.
 */
import type { Person } from '@rooms-pro/core';
import type { ParsedIncidentsQuery } from '../queries/queries.ts';
import { compareIncidents, type Entry, type OpenIncident } from '../roomEntry.ts';
import { createSortedList, type SortedList } from './sortedList.ts';

/** The rooms of one assignee. Each room contains only the incidents of this assignee. */
export type AssignedIncidents = {
  readonly entries: Iterable<Entry>;
  readonly chunks: readonly (readonly OpenIncident[])[];
};

export type AssigneeIndex = {
  add(entry: Entry): void;
  remove(entry: Entry): void;
  /** The incidents of a person, by id; `null` for incidents without an assignee. */
  of(assignee: string | null): AssignedIncidents;
  /**
   * The incidents that the assignee filter of a query selects; `null` when the query has no such
   * filter.
   */
  select(query: ParsedIncidentsQuery, person: Person): AssignedIncidents | null;
};

type AssigneeIncidents = {
  readonly entries: Map<string, Entry>;
  readonly incidents: SortedList<OpenIncident>;
};

/** Creates an empty index. `remove` needs the same entry that `add` received. */
export function createAssigneeIndex(): AssigneeIndex {
  const byAssignee = new Map<string | null, AssigneeIncidents>();

  function findOrCreate(assignee: string | null): AssigneeIncidents {
    const known = byAssignee.get(assignee);
    if (known) return known;
    const own: AssigneeIncidents = {
      entries: new Map(),
      incidents: createSortedList(compareIncidents),
    };
    byAssignee.set(assignee, own);
    return own;
  }

  function find(assignee: string | null): AssignedIncidents {
    const own = byAssignee.get(assignee);
    return own
      ? { entries: own.entries.values(), chunks: own.incidents.chunks }
      : { entries: [], chunks: [] };
  }

  return {
    add(entry) {
      for (const [assignee, incidents] of splitByAssignee(entry)) {
        const own = findOrCreate(assignee);
        const isWhole = incidents.length === entry.listed.length;
        own.entries.set(entry.room.id, isWhole ? entry : { ...entry, listed: incidents });
        for (const incident of incidents) own.incidents.add(incident);
      }
    },
    remove(entry) {
      for (const [assignee, incidents] of splitByAssignee(entry)) {
        const own = findOrCreate(assignee);
        own.entries.delete(entry.room.id);
        for (const incident of incidents) own.incidents.remove(incident);
        if (own.entries.size === 0) byAssignee.delete(assignee);
      }
    },
    of: find,
    select({ assigned }, person) {
      if (assigned === undefined) return null;
      return find(assigned === 'mine' ? person.id : null);
    },
  };
}

function splitByAssignee({ listed }: Entry): Map<string | null, OpenIncident[]> {
  const split = new Map<string | null, OpenIncident[]>();
  for (const incident of listed) {
    const assignee = incident.ticket.assignee?.id ?? null;
    const own = split.get(assignee);
    if (own) own.push(incident);
    else split.set(assignee, [incident]);
  }
  return split;
}
