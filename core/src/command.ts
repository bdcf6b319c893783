/** The inputs of `advance`: telemetry, a person's command, or a tick of the clock. */
import type { OutageId, RoomProfile } from './room.ts';
import type { Telemetry } from './telemetry.ts';
import type { Command } from './tickets/actions/actions.ts';
import type { Actor, DisconnectedReason, Instant, SignalId } from './words.ts';

export type Input =
  | { readonly kind: 'register'; readonly number: number; readonly profile: RoomProfile }
  | Telemetry
  /** Messages that arrived together: `advance` settles once, after all of them. */
  | { readonly kind: 'messages'; readonly messages: readonly Telemetry[] }
  /** No telemetry arrived since `since`. Only a listener that ran all this time may send this input. */
  | {
      readonly kind: 'silence';
      readonly since: Instant;
      readonly reason: DisconnectedReason;
      /** The outage that the room is part of, when it is known already. */
      readonly outage?: OutageId;
    }
  /** The room, which is disconnected already, is part of an outage. */
  | { readonly kind: 'outage'; readonly outage: OutageId }
  /** Too few rooms are left in an outage: it ends, and the room is disconnected alone. */
  | { readonly kind: 'outageOver'; readonly outage: OutageId }
  | {
      readonly kind: 'tick';
      /** For signals under investigation: how many other rooms of the building have the same issue. */
      readonly neighbours?: Readonly<Partial<Record<SignalId, number>>>;
    }
  | {
      readonly kind: 'command';
      readonly actor: Actor;
      readonly command: Command;
      /** The failure that the person saw; absent: the present one. */
      readonly about?: IncidentSeen | null;
    };

/** Which failure of a ticket a person saw when they acted. */
export type IncidentSeen = { readonly episode: number; readonly activation: number };
