/** Names of sources: they distinguish a device's own reports from those that the platform derives from its events. */

/** Marks a derived source. No device id contains a control character, so no device can have this name. */
const mark = '\u001fheartbeat';

/** The name of the source for the heartbeat events of a device. */
export function heartbeatSource(device: string): string {
  return `${device}${mark}`;
}

/** Whether a report comes from heartbeat events. */
export function isHeartbeatSource(source: string): boolean {
  return source.endsWith(mark);
}

/** The device behind a source. */
export function deviceOfSource(source: string): string {
  return isHeartbeatSource(source) ? source.slice(0, -mark.length) : source;
}

/** The name of a source on screens: `dev-17`, or `The app’s heartbeat events of dev-17`. */
export function formatReporter(source: string): string {
  return isHeartbeatSource(source)
    ? `The app’s heartbeat events of ${deviceOfSource(source)}`
    : source;
}
