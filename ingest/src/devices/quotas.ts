/** How much one sender may ask for; settings of a deployment (docs/telemetry.md). */

export type Quotas = {
  /** Requests of one device key in a minute, also at once. */
  readonly deviceRequestsPerMinute: number;
  /** Requests of one gateway key in a minute, also at once. */
  readonly gatewayRequestsPerMinute: number;
  /** Rooms that come to be in an hour because one gateway names devices that are not known. */
  readonly newRoomsPerHour: number;
};

/**
 * A device sends one message in five minutes, and after an outage what its spool holds (50 MB, some
 * 200 requests). A gateway of 10,000 rooms sends 34 messages a second, up to 100 in a request.
 */
export const defaultQuotas: Quotas = {
  deviceRequestsPerMinute: 300,
  gatewayRequestsPerMinute: 6_000,
  newRoomsPerHour: 500,
};

/** Keys that were never issued, each looked up in the store: in a minute, from one address and from all. */
export const unknownKeysPerMinute = { perSource: 60, overall: 6_000 };
