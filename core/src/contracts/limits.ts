/**
 * The limits that the contracts promise. They are separate from the schemas, which the tab does not
 * need.
 */

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Limits of one request, as promised to senders. */
export const telemetryLimits = {
  messages: 100,
  /** Bytes of the body, before and after decompression. */
  bodyBytes: 256 * 1024,
  itemsPerMessage: 200,
  detailCharacters: 500,
  deviceCharacters: 128,
} as const;

/** Limits of a room's profile. */
export const profileLimits = {
  textCharacters: 80,
  capacity: 10_000,
  groups: 20,
  displays: 16,
} as const;

/** Limits of the list: one document that is small enough to read again after every change. */
export const peopleLimits = {
  people: 500,
  groups: 20,
  textCharacters: 80,
  changes: 100,
  waiting: 50,
} as const;

/** Limits of the settings. Durations are in milliseconds. */
export const ruleSettingsLimits = {
  textCharacters: 500,
  labelCharacters: 40,
  groups: 200,
  opensAfterMs: 30 * dayMs,
  investigateForMs: 7 * dayMs,
  escalatesAfterMs: { least: minuteMs, most: 365 * dayMs },
  remediations: 3,
  /** The most faults in one response. The sender finds further faults with the next try. */
  faults: 100,
} as const;
