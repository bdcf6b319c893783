/** The limits of one sender; settings of a deployment (docs/telemetry.md). */

export type Quotas = {
  /** Requests of one device key per minute; all of them may arrive at once. */
  readonly deviceRequestsPerMinute: number;
  /** Requests of one gateway key per minute; all of them may arrive at once. */
  readonly gatewayRequestsPerMinute: number;
  /** New rooms per hour for unknown devices of one gateway. */
  readonly newRoomsPerHour: number;
};

/**
 * A device sends one message in five minutes, and after an outage the content of its spool (50 MB, about
 * 200 requests). A gateway of 10,000 rooms sends 34 messages a second, up to 100 per request.
 */
export const defaultQuotas: Quotas = {
  deviceRequestsPerMinute: 300,
  gatewayRequestsPerMinute: 6_000,
  newRoomsPerHour: 500,
};

/** Reads of unknown keys from the store per minute, from one address and from all addresses together. */
export const unknownKeysPerMinute = { perSource: 60, overall: 6_000 };
