/** Reusable requests: only their times are replaced before each use. */
import { benchSignals, deviceId, gatewayKey } from './benchRooms.ts';

/** A request with the offsets of its times; do not stamp it while it is being sent. */
export type StampedRequest = { readonly bytes: Buffer; readonly offsets: readonly number[] };

/** The placeholder of a time; it has the length of a time. */
const placeholder = '0000-00-00T00:00:00.000Z';

/** Writes the time at all offsets. */
export function stamp({ bytes, offsets }: StampedRequest, instant: string): Uint8Array {
  for (const place of offsets) bytes.write(instant, place, placeholder.length, 'latin1');
  return bytes;
}

/** Creates the bytes of a POST request with JSON. */
export function postRequest(path: string, body: string): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bearer ${gatewayKey}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ].join('\r\n');
  return Buffer.from(`${head}\r\n\r\n${body}`);
}

export function getRequest(path: string): Buffer {
  return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
}

function createStamped(path: string, body: string): StampedRequest {
  const bytes = postRequest(path, body);
  const offsets: number[] = [];
  for (let at = bytes.indexOf(placeholder); at >= 0; ) {
    offsets.push(at);
    at = bytes.indexOf(placeholder, at + placeholder.length);
  }
  return { bytes, offsets };
}

/** Creates a reading in the format of a device. */
export function readingItem(signal: string, state: string, detail: string, observedAt: string) {
  return { form: 'reading', signal, state, detail, observedAt };
}

/** Creates a message of a room; `seq` is always 1, because ingest does not reject it. */
export function createMessage(index: number, sentAt: string, items: readonly object[]) {
  return { device: deviceId(index), sentAt, seq: 1, items };
}

/** Creates requests of `batch` messages that contain every room once, with all its signals healthy. */
export function unchangedTelemetry(rooms: number, batch: number): StampedRequest[] {
  return splitIntoBatches(rooms, batch).map((indexes) => {
    const messages = indexes.map((index) =>
      createMessage(
        index,
        placeholder,
        benchSignals.map((signal) => readingItem(signal, 'healthy', '', placeholder)),
      ),
    );
    return createStamped(
      '/api/telemetry',
      JSON.stringify(batch === 1 ? messages[0] : { messages }),
    );
  });
}

/** The same for Alertmanager: one alert for each reading; each repetition has a later end. */
export function repeatedAlerts(rooms: number, batch: number): StampedRequest[] {
  const startsAt = new Date().toISOString();
  return splitIntoBatches(rooms, batch).map((indexes) => {
    const alerts = indexes.flatMap((index) =>
      benchSignals.map((signal) => createAlert(index, signal, '', startsAt, placeholder)),
    );
    return createStamped('/api/v2/alerts', JSON.stringify(alerts));
  });
}

/** Creates an alert with the content of a reading. */
export function createAlert(
  index: number,
  signal: string,
  detail: string,
  startsAt: string,
  endsAt: string,
) {
  const labels = { alertname: signal, room: deviceId(index), severity: 'important' };
  return { labels, annotations: { detail }, startsAt, endsAt };
}

function splitIntoBatches(count: number, size: number): number[][] {
  const indexes = Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: Math.ceil(count / size) }, (_, place) =>
    indexes.slice(place * size, (place + 1) * size),
  );
}
