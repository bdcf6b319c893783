/** Routes of ingest, for devices and gateways. */
import { z } from 'zod';
import { deviceFileAnswer, deviceStateBody } from '../telemetry/deviceFiles.ts';
import { enrolBody, keyAnswer } from '../telemetry/enrolment.ts';
import { telemetryBody } from '../telemetry/messages.ts';
import { telemetryAnswer, telemetryError } from '../telemetry/results.ts';
import { now } from './examples/people.ts';
import { ingestErrors, json, type Route, returns } from './route.ts';

const common = { method: 'POST', service: 'ingest' } as const;
const ofBody = [400, 408, 411, 413, 415] as const;
const device = 'mtr-4-07';
const newKey = { device, key: `rpm_${'0123456789'.repeat(4)}abc` };

const messages: readonly Route[] = [
  {
    ...common,
    id: 'sendTelemetry',
    path: '/api/telemetry',
    access: 'key',
    summary: 'Sends readings and results: one message of a device, or up to 100 messages.',
    body: json(telemetryBody),
    responses: {
      200: returns('At least one message is accepted. Each has its own result.', telemetryAnswer),
      ...ingestErrors([...ofBody, 401, 403, 429, 500, 503], telemetryError),
    },
    example: {
      body: {
        device,
        sentAt: now,
        seq: 7,
        items: [
          {
            form: 'reading',
            signal: 'display:1',
            state: 'unhealthy',
            detail: 'No display is connected',
            observedAt: now,
          },
        ],
      },
      status: 200,
      response: { results: [{ device, items: [{ verdict: 'applied' }], commands: [] }] },
    },
  },
  {
    ...common,
    id: 'sendDeviceState',
    path: '/api/device-state',
    access: 'gatewayKey',
    summary: 'The webhook of the Teams admin centre for the state of a device.',
    query: z.object({
      key: z
        .string()
        .optional()
        .describe('The key of a gateway, for a sender that cannot set the header Authorization.'),
    }),
    body: json(deviceStateBody),
    responses: {
      200: returns('The state is accepted.', telemetryAnswer),
      ...ingestErrors([...ofBody, 401, 403, 429, 500, 503], telemetryError),
    },
    example: {
      body: { DeviceId: device, DeviceState: 'Offline' },
      status: 200,
      response: { results: [{ device, items: [{ verdict: 'applied' }], commands: [] }] },
    },
  },
];

const keys: readonly Route[] = [
  {
    ...common,
    id: 'enrolDevice',
    path: '/api/enrol',
    access: 'everyone',
    summary: 'Exchanges a one-time enrolment code for the key of a device.',
    body: json(enrolBody),
    responses: {
      200: returns('The key.', keyAnswer),
      ...ingestErrors([...ofBody, 403, 429, 500, 503]),
    },
    example: { body: { code: '7K3M-Q9TA-0XFD', device }, status: 200, response: newKey },
  },
  {
    ...common,
    id: 'rotateKey',
    path: '/api/rotate-key',
    access: 'deviceKey',
    summary: 'Exchanges the key of a device for a new one.',
    responses: {
      200: returns('The new key.', keyAnswer),
      ...ingestErrors([401, 403, 411, 429, 500, 503]),
    },
    example: { status: 200, response: newKey },
  },
];

const files: readonly Route[] = [
  {
    ...common,
    id: 'sendDeviceLogs',
    path: '/api/attachments',
    access: 'key',
    summary:
      'Attaches the logs that a device had to collect. The body is the file, at most 100 MB.',
    headers: z.object({
      'x-device': z.string().max(128),
      'x-command': z.string().describe('The id of the command that ordered the logs.'),
      'x-attachment-name': z.string().describe('The name of the file, percent-encoded.'),
    }),
    body: { type: 'application/octet-stream' },
    responses: {
      200: returns('The file of this command is attached already.', deviceFileAnswer),
      201: returns('The file is attached.', deviceFileAnswer),
      ...ingestErrors([400, 401, 403, 408, 409, 411, 413, 429, 500, 501, 503]),
    },
    example: {
      headers: {
        'x-device': device,
        'x-command': '12-3.31.1',
        'x-attachment-name': 'logs.zip',
      },
      status: 201,
      response: { attachment: { id: 'a7d2', name: 'logs.zip', sizeBytes: 48_211 } },
    },
  },
];

export const telemetryRoutes: readonly Route[] = [...messages, ...keys, ...files];
