/** Durations in milliseconds, and the times of the product's rules as `docs/rules.md` gives them. */
export const seconds = (count: number) => count * 1_000;
export const minutes = (count: number) => count * 60_000;
export const hours = (count: number) => count * 3_600_000;
export const days = (count: number) => count * 86_400_000;

/** How often a device sends telemetry when nothing changes. */
export const beatMs = minutes(5);
/** No telemetry for so long: the room is disconnected. */
export const disconnectedAfterMs = minutes(20);
/** The platform looks for what is due once a minute. */
export const sweepMs = minutes(1);

/** Signals that devices of the scenario report, with the time after which an incident opens. */
export const opensAfterMs = {
  camera: minutes(5),
  'display:1': minutes(5),
  'display:console': minutes(5),
  'content-camera': minutes(5),
  'conference-microphone': minutes(5),
  'conference-speaker': minutes(5),
  'hdmi-ingest': minutes(10),
  'signin-teams': minutes(30),
  'proximity-sensor': minutes(5),
  'disk-space': hours(2),
  'wifi-only': minutes(5),
  'time-drift': hours(2),
  // By its heartbeat events: the incident opens as soon as they are missing for so long.
  'meeting-app': minutes(10),
} as const;
export type WatchedSignal = keyof typeof opensAfterMs;

/** So soon an incident may open after the first sign of a fault; of the app, that is a beat without its event. */
export const earliestAfterMs = (signal: WatchedSignal) =>
  opensAfterMs[signal] - (signal === 'meeting-app' ? beatMs + seconds(30) : 0);

export type Span = { readonly from: number; readonly to: number };

export function overlaps(one: Span, other: Span, marginMs = 0): boolean {
  return one.from < other.to + marginMs && other.from < one.to + marginMs;
}
