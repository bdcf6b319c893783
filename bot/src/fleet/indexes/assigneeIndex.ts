/** The open incidents of each assignee, and those without one: a list of few is found among few. */
import type { Person } from '@rooms-pro/core';
import type { ParsedIncidentsQuery } from '../queries/queries.ts';
import { compareIncidents, type Entry, type OpenIncident } from '../roomEntry.ts';
import { createSortedList, type SortedList } from './sortedList.ts';

/** The rooms of one assignee, each with the incidents of that assignee alone. */
export type AssignedIncidents = {
  readonly entries: Iterable<Entry>;
  readonly chunks: readonly (readonly OpenIncident[])[];
};

export type AssigneeIndex = {
  add(entry: Entry): void;
  remove(entry: Entry): void;
  /** The incidents of a person, by id; `null`: those without an assignee. */
  of(assignee: string | null): AssignedIncidents;
  /** Those that a query asks for; `null`: it asks for all. */
  among(query: ParsedIncidentsQuery, person: Person): AssignedIncidents | null;
};

type Kept = {
  readonly entries: Map<string, Entry>;
  readonly incidents: SortedList<OpenIncident>;
};

/** An empty index. An entry is removed as it was added. */
export function createAssigneeIndex(): AssigneeIndex {
  const byAssignee = new Map<string | null, Kept>();

  function keptFor(assignee: string | null): Kept {
    const known = byAssignee.get(assignee);
    if (known) return known;
    const kept: Kept = { entries: new Map(), incidents: createSortedList(compareIncidents) };
    byAssignee.set(assignee, kept);
    return kept;
  }

  function find(assignee: string | null): AssignedIncidents {
    const kept = byAssignee.get(assignee);
    return kept
      ? { entries: kept.entries.values(), chunks: kept.incidents.chunks }
      : { entries: [], chunks: [] };
  }

  return {
    add(entry) {
      for (const [assignee, incidents] of splitByAssignee(entry)) {
        const kept = keptFor(assignee);
        const isWhole = incidents.length === entry.listed.length;
        kept.entries.set(entry.room.id, isWhole ? entry : { ...entry, listed: incidents });
        for (const incident of incidents) kept.incidents.add(incident);
      }
    },
    remove(entry) {
      for (const [assignee, incidents] of splitByAssignee(entry)) {
        const kept = keptFor(assignee);
        kept.entries.delete(entry.room.id);
        for (const incident of incidents) kept.incidents.remove(incident);
        if (kept.entries.size === 0) byAssignee.delete(assignee);
      }
    },
    of: find,
    among({ assigned }, person) {
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
