import { expect, it } from 'vitest';
import { readEnvelope } from './readEnvelope.ts';

const bodyOf = (device: string) =>
  JSON.stringify({ messages: [{ device, sentAt: '2026-11-22T08:00:00Z', seq: 1, items: [] }] });

it.each(['\ud800', 'dev-\udc00', 'dev\u0000', 'dev\n17', 'dev\u009f', ''])(
  'rejects the message of a device that calls itself %j',
  (device) => {
    const read = readEnvelope(bodyOf(device));
    if (!read.ok) throw new Error('The envelope itself is fine.');
    expect(read.value).toMatchObject([{ ok: false, fault: { pointer: '/messages/0/device' } }]);
  },
);

it.each(['dev-17', 'Räume 4.12', '会议室-1', '😀'])('accepts %j', (device) => {
  expect(readEnvelope(bodyOf(device))).toMatchObject({ value: [{ ok: true }] });
});
