/** The schemas with a name in the OpenAPI document. All others appear where they are used. */
import { z } from 'zod';
import { apiError, ingestError } from '../apiError.ts';
import { commandResult, commandsAnswer, commandsBody } from '../commands/commands.ts';
import { incidentRow, incidentsAnswer } from '../incidents/incidentRow.ts';
import { summaryAnswer } from '../incidents/summary.ts';
import { me } from '../me.ts';
import { outageDetail, outageRoomRow } from '../outages/outageDetail.ts';
import { outageRow } from '../outages/outageRow.ts';
import { alive, botReadiness, ingestReadiness } from '../probes.ts';
import { deviceRow, pendingRow, roomDetail } from '../rooms/roomDetail.ts';
import { roomHistoryAnswer, roomHistoryEntry } from '../rooms/roomHistory.ts';
import { roomPastAnswer } from '../rooms/roomPast.ts';
import { healthCounts, roomRow, roomsAnswer } from '../rooms/roomRow.ts';
import { signalRow } from '../rooms/signalRow.ts';
import {
  codeRow,
  codesAnswer,
  keyRow,
  keysAnswer,
  newCodeAnswer,
  newCodeBody,
} from '../settings/devices.ts';
import { waitingDevicesAnswer } from '../settings/newRooms.ts';
import { peopleAnswer, peopleBody, personRow } from '../settings/people.ts';
import { quarantineAnswer, unreadableRow } from '../settings/quarantine.ts';
import { fullRulesBody, ruleRow, rulesAnswer } from '../settings/ruleRows.ts';
import {
  credentialsOverride,
  groupOverride,
  ruleOverride,
  ruleSettings,
} from '../settings/rules.ts';
import { streamChange } from '../streamChange.ts';
import { deviceFileAnswer, deviceStateBody } from '../telemetry/deviceFiles.ts';
import { enrolBody, keyAnswer } from '../telemetry/enrolment.ts';
import { fullTelemetryMessage, telemetryBody, telemetryItem } from '../telemetry/messages.ts';
import {
  deviceCommand,
  itemResult,
  messageResult,
  telemetryAnswer,
  telemetryError,
} from '../telemetry/results.ts';
import { attachedAnswer, ticketAttachment } from '../tickets/attachments.ts';
import { historyEntry, ticketMessage } from '../tickets/history.ts';
import { attemptRow, ticketDetail } from '../tickets/ticketDetail.ts';
import { effectiveSuppression, response, suppression } from '../tickets/ticketParts.ts';
import {
  category,
  changeType,
  instant,
  outageId,
  personAction,
  personRef,
  readingState,
  roomId,
  signalId,
  ticketNumber,
} from '../vocabulary.ts';

/** Bodies that clients send, and their parts. */
const requestSchemas = {
  CommandsBody: commandsBody,
  RulesBody: fullRulesBody,
  PeopleBody: peopleBody,
  NewCodeBody: newCodeBody,
  TelemetryBody: telemetryBody,
  TelemetryMessage: fullTelemetryMessage,
  TelemetryItem: telemetryItem,
  DeviceStateBody: deviceStateBody,
  EnrolBody: enrolBody,
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** Parts of requests and responses. */
const sharedSchemas = {
  RuleSettings: ruleSettings,
  GroupOverride: groupOverride,
  RuleOverride: ruleOverride,
  CredentialsOverride: credentialsOverride,
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** Bodies that the services return, and their parts. */
const responseSchemas = {
  ApiError: apiError,
  IngestError: ingestError,
  Me: me,
  SummaryAnswer: summaryAnswer,
  HealthCounts: healthCounts,
  IncidentsAnswer: incidentsAnswer,
  IncidentRow: incidentRow,
  OutageRow: outageRow,
  OutageRoomRow: outageRoomRow,
  OutageDetail: outageDetail,
  RoomsAnswer: roomsAnswer,
  RoomRow: roomRow,
  RoomDetail: roomDetail,
  SignalRow: signalRow,
  DeviceRow: deviceRow,
  PendingRow: pendingRow,
  RoomHistoryAnswer: roomHistoryAnswer,
  RoomHistoryEntry: roomHistoryEntry,
  RoomPastAnswer: roomPastAnswer,
  TicketDetail: ticketDetail,
  HistoryEntry: historyEntry,
  TicketMessage: ticketMessage,
  AttemptRow: attemptRow,
  TicketAttachment: ticketAttachment,
  AttachedAnswer: attachedAnswer,
  Response: response,
  Suppression: suppression,
  EffectiveSuppression: effectiveSuppression,
  CommandsAnswer: commandsAnswer,
  CommandResult: commandResult,
  StreamChange: streamChange,
  RulesAnswer: rulesAnswer,
  RuleRow: ruleRow,
  CodesAnswer: codesAnswer,
  CodeRow: codeRow,
  NewCodeAnswer: newCodeAnswer,
  KeysAnswer: keysAnswer,
  KeyRow: keyRow,
  WaitingDevicesAnswer: waitingDevicesAnswer,
  PeopleAnswer: peopleAnswer,
  PersonRow: personRow,
  QuarantineAnswer: quarantineAnswer,
  UnreadableRow: unreadableRow,
  TelemetryAnswer: telemetryAnswer,
  TelemetryError: telemetryError,
  MessageResult: messageResult,
  ItemResult: itemResult,
  DeviceCommand: deviceCommand,
  KeyAnswer: keyAnswer,
  DeviceFileAnswer: deviceFileAnswer,
  Alive: alive,
  BotReadiness: botReadiness,
  IngestReadiness: ingestReadiness,
  Instant: instant,
  RoomId: roomId,
  TicketNumber: ticketNumber,
  OutageId: outageId,
  PersonRef: personRef,
  PersonAction: personAction,
  SignalId: signalId,
  Category: category,
  ReadingState: readingState,
  ChangeType: changeType,
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** A schema as JSON Schema. */
export type JsonSchema = { readonly [key: string]: unknown };

/** A reference to a named schema. */
export function referTo(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** Every schema with a name. */
export const namedSchemas = { ...requestSchemas, ...sharedSchemas, ...responseSchemas };
const names: ReadonlyMap<z.ZodType, string> = new Map<z.ZodType, string>(
  Object.entries(namedSchemas).map(([name, schema]) => [schema, name]),
);

/** The name of a schema; `null`: it has none. */
export function nameOfSchema(schema: z.ZodType): string | null {
  return names.get(schema) ?? null;
}

/** A schema for the document: a reference if the schema has a name. */
export function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const name = nameOfSchema(schema);
  return name === null ? clean(z.toJSONSchema(schema, { io, override }), io) : referTo(name);
}

/** All named schemas by name. */
export function drawNamedSchemas(): JsonSchema {
  const input = draw(namedSchemas, 'input');
  const output = draw({ ...sharedSchemas, ...responseSchemas }, 'output');
  return { ...input, ...pick(output, Object.keys(responseSchemas)) };
}

/** Creates schemas that refer to each other by name. */
function draw(schemas: Readonly<Record<string, z.ZodType>>, io: 'input' | 'output'): JsonSchema {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const uri = (id: string) => String(referTo(id)['$ref']);
  const drawn = z.toJSONSchema(registry, { io, uri, override }).schemas;
  return Object.fromEntries(Object.keys(schemas).map((id) => [id, clean(drawn[id] ?? {}, io)]));
}

function pick(schemas: JsonSchema, ids: readonly string[]): JsonSchema {
  return Object.fromEntries(ids.map((id) => [id, schemas[id]]));
}

/** Removes members of JSON Schema that give a reader no information. */
const override = ({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
};

/** Responses may get more members in a later version, so that a client must ignore unknown ones. */
function clean(schema: object, io: 'input' | 'output'): JsonSchema {
  const { $schema, $id, ...rest } = schema as JsonSchema;
  return io === 'input' ? rest : (withoutClosing(rest) as JsonSchema);
}

function withoutClosing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutClosing);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, member]) => !(key === 'additionalProperties' && member === false))
      .map(([key, member]) => [key, withoutClosing(member)]),
  );
}
