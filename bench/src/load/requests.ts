/** Requests ready to be sent again and again: only the times in them are written anew. */
import { benchSignals, deviceOf, gatewayKey } from './benchRooms.ts';

/** A request whose times stand at known places; it must not be stamped while it is under way. */
export type StampedRequest = { readonly bytes: Buffer; readonly places: readonly number[] };

/** What a time looks like before it is written: as long as one. */
const placeholder = '0000-00-00T00:00:00.000Z';

/** Writes the time into all its places. */
export function stamp({ bytes, places }: StampedRequest, instant: string): Uint8Array {
  for (const place of places) bytes.write(instant, place, placeholder.length, 'latin1');
  return bytes;
}

/** A POST of JSON as it goes over the wire. */
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

function stamped(path: string, body: string): StampedRequest {
  const bytes = postRequest(path, body);
  const places: number[] = [];
  for (let at = bytes.indexOf(placeholder); at >= 0; ) {
    places.push(at);
    at = bytes.indexOf(placeholder, at + placeholder.length);
  }
  return { bytes, places };
}

/** One reading as a device sends it. */
export function readingItem(signal: string, state: string, detail: string, observedAt: string) {
  return { form: 'reading', signal, state, detail, observedAt };
}

/** A message of a room; `seq` is not judged. */
export function messageOf(index: number, sentAt: string, items: readonly object[]) {
  return { device: deviceOf(index), sentAt, seq: 1, items };
}

/** Every room once: requests of `batch` messages in which each room says that all is well. */
export function unchangedTelemetry(rooms: number, batch: number): StampedRequest[] {
  return inBatches(rooms, batch).map((indexes) => {
    const messages = indexes.map((index) =>
      messageOf(
        index,
        placeholder,
        benchSignals.map((signal) => readingItem(signal, 'healthy', '', placeholder)),
      ),
    );
    return stamped('/api/telemetry', JSON.stringify(batch === 1 ? messages[0] : { messages }));
  });
}

/** The same for Alertmanager: an alert for each reading, sent again with a newer end. */
export function repeatedAlerts(rooms: number, batch: number): StampedRequest[] {
  const startsAt = new Date().toISOString();
  return inBatches(rooms, batch).map((indexes) => {
    const alerts = indexes.flatMap((index) =>
      benchSignals.map((signal) => alertOf(index, signal, '', startsAt, placeholder)),
    );
    return stamped('/api/v2/alerts', JSON.stringify(alerts));
  });
}

/** An alert that says what a reading says. */
export function alertOf(
  index: number,
  signal: string,
  detail: string,
  startsAt: string,
  endsAt: string,
) {
  const labels = { alertname: signal, room: deviceOf(index), severity: 'important' };
  return { labels, annotations: { detail }, startsAt, endsAt };
}

function inBatches(count: number, size: number): number[][] {
  const indexes = Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: Math.ceil(count / size) }, (_, place) =>
    indexes.slice(place * size, (place + 1) * size),
  );
}
