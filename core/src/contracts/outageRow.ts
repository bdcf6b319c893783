/** The wire shape of an outage in a list. The tab imports the types only. */
import type { OutageAction } from '../outages/work.ts';
import type { OutageId, Response } from '../room.ts';
import type { Instant, PersonRef } from '../words.ts';

/**
 * Rooms of one place that disconnected together and are disconnected still: one incident for all of them,
 * and one row in a list of incidents. What it shares with an incident's row has the same names.
 */
export type OutageRow = {
  readonly id: OutageId;
  /** `Outage`. */
  readonly label: string;
  readonly category: 'connection';
  readonly severity: 'important';
  readonly state: 'needsAction';
  /** `Alster House · Floor 4`, or the subnet. */
  readonly place: string;
  /** The building that holds it; empty where the rooms share only a subnet. */
  readonly building: string;
  readonly floor: string;
  /** How many of its rooms the person may see. */
  readonly rooms: number;
  readonly since: Instant;
  /** The same, as incidents name it. */
  readonly openedAt: Instant;
  readonly activatedAt: Instant;
  readonly impact: string;
  readonly recommendedAction: string;
  readonly assignee: PersonRef | null;
  readonly assignedAt: Instant | null;
  readonly response: Response | null;
  /** Every room of it that the person may see is suppressed. */
  readonly isSuppressed: boolean;
  readonly actions: readonly OutageAction[];
};
