/** Routes about the settings. */
import { z } from 'zod';
import {
  codesAnswer,
  keysAnswer,
  keysQuery,
  newCodeAnswer,
  newCodeBody,
  revokedKeyAnswer,
} from '../settings/devices.ts';
import { waitingDevicesAnswer } from '../settings/newRooms.ts';
import { peopleAnswer, peopleBody } from '../settings/people.ts';
import { quarantineAnswer } from '../settings/quarantine.ts';
import { fullRulesBody, rulesAnswer, rulesQuery } from '../settings/ruleRows.ts';
import { mia, now, withRole } from './examples/people.ts';
import * as example from './examples/settings.ts';
import { botErrors, json, type Route, returns } from './route.ts';

const byHash = z.object({
  id: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('As the list contains it.'),
});
const common = { method: 'GET', service: 'bot', access: 'manager' } as const;

const rules: readonly Route[] = [
  {
    ...common,
    id: 'getRules',
    path: '/api/settings/rules',
    access: 'person',
    summary: 'The rules in force, everywhere or in a room group.',
    query: rulesQuery,
    responses: { 200: returns('The rules.', rulesAnswer), ...botErrors(501) },
    example: { status: 200, response: example.rules },
  },
  {
    ...common,
    id: 'changeRules',
    method: 'PUT',
    path: '/api/settings/rules',
    summary: 'Replaces the settings of the rules.',
    query: rulesQuery,
    body: json(fullRulesBody),
    responses: {
      200: returns('The changed rules.', rulesAnswer),
      ...botErrors(409, 413, 415, 501),
    },
    example: {
      body: { etag: null, settings: example.rules.settings },
      status: 200,
      response: example.rules,
    },
  },
];

const devices: readonly Route[] = [
  {
    ...common,
    id: 'listCodes',
    path: '/api/settings/codes',
    summary: 'Enrolment codes, without the codes themselves.',
    responses: { 200: returns('The codes.', codesAnswer), ...botErrors(501) },
    example: { status: 200, response: example.codes },
  },
  {
    ...common,
    id: 'issueCode',
    method: 'POST',
    path: '/api/settings/codes',
    summary: 'Issues a one-time enrolment code for a device.',
    body: json(newCodeBody),
    responses: { 200: returns('The code.', newCodeAnswer), ...botErrors(404, 413, 415, 501) },
    example: {
      body: { device: 'mtr-4-07', room: 'room-12' },
      status: 200,
      response: { id: example.hash, code: '7K3M-Q9TA-0XFD', expiresAt: example.codeExpiresAt },
    },
  },
  {
    ...common,
    id: 'revokeCode',
    method: 'DELETE',
    path: '/api/settings/codes/{id}',
    summary: 'Revokes an enrolment code.',
    pathParameters: byHash,
    responses: { 200: returns('The codes that remain.', codesAnswer), ...botErrors(404, 501) },
    example: { path: { id: example.hash }, status: 200, response: example.codes },
  },
  {
    ...common,
    id: 'listKeys',
    path: '/api/settings/keys',
    summary: 'Keys of devices and gateways, without the keys themselves.',
    query: keysQuery,
    responses: { 200: returns('One page of the keys.', keysAnswer), ...botErrors(501) },
    example: { query: { text: 'marble' }, status: 200, response: example.keys },
  },
  {
    ...common,
    id: 'revokeKey',
    method: 'DELETE',
    path: '/api/settings/keys/{id}',
    summary: 'Revokes a key.',
    pathParameters: byHash,
    responses: { 200: returns('It is revoked.', revokedKeyAnswer), ...botErrors(404, 501) },
    example: { path: { id: example.hash }, status: 200, response: {} },
  },
  {
    ...common,
    id: 'listWaitingDevices',
    path: '/api/settings/waiting-devices',
    summary: 'Devices that wait for a room because their gateway names too many new ones.',
    responses: { 200: returns('The devices.', waitingDevicesAnswer), ...botErrors(501) },
    example: { status: 200, response: example.waitingDevices },
  },
];

const people: readonly Route[] = [
  {
    ...common,
    id: 'listPeople',
    path: '/api/settings/people',
    summary: 'People with their roles and room groups, and people who wait for access.',
    responses: { 200: returns('The people.', peopleAnswer), ...botErrors(404, 501) },
    example: { status: 200, response: example.people },
  },
  {
    ...common,
    id: 'changePeople',
    method: 'PUT',
    path: '/api/settings/people',
    summary: 'Replaces the list of people.',
    body: json(peopleBody),
    responses: {
      200: returns('The changed people.', peopleAnswer),
      ...botErrors(404, 409, 413, 415, 501),
    },
    example: {
      body: { etag: null, people: [withRole(mia, 'manager')] },
      status: 200,
      response: example.people,
    },
  },
];

const quarantine = { total: 1, rows: [example.unreadable], confirmedAt: now };

const system: readonly Route[] = [
  {
    ...common,
    id: 'listUnreadableDocuments',
    path: '/api/settings/quarantine',
    summary: 'Stored documents that this version cannot read.',
    responses: { 200: returns('The documents.', quarantineAnswer), ...botErrors(501) },
    example: { status: 200, response: quarantine },
  },
  {
    ...common,
    id: 'checkUnreadableDocuments',
    method: 'POST',
    path: '/api/settings/quarantine/check',
    summary: 'Reads these documents again, after their repair.',
    responses: { 200: returns('The documents that remain.', quarantineAnswer), ...botErrors(501) },
    example: { status: 200, response: { ...quarantine, total: 0, rows: [] } },
  },
];

export const settingsRoutes: readonly Route[] = [...rules, ...devices, ...people, ...system];
