/** The fleet process of `npm start`: forty devices that send telemetry to the platform over HTTP. */
import { parseArgs } from 'node:util';
import { findRoom, type KnownRoom, readDemoKeys } from '../demoKeys.ts';
import { endWithParent, notifyParent } from '../process/endWithParent.ts';
import { findScenario } from '../stories/stories.ts';
import { type SimulateRequest, type SimulateResult, startControlServer } from './control.ts';
import { type SimulatedFleet, startFleet } from './fleet.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '.data' },
    origin: { type: 'string', default: 'http://127.0.0.1:3978' },
    pace: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});

/** One JSON line for the log file. */
function logLine(event: string, fields: object): void {
  console.log(JSON.stringify({ time: new Date().toISOString(), part: 'fleet', event, ...fields }));
}

async function play(
  fleet: SimulatedFleet,
  rooms: readonly KnownRoom[],
  request: SimulateRequest,
): Promise<SimulateResult> {
  const scenario = findScenario(request.scenario);
  if (scenario === null)
    return { ok: false, sentence: `There is no scenario "${request.scenario}".` };
  const room = request.room === null ? null : findRoom(rooms, request.room);
  if (request.room !== null && room === null)
    return { ok: false, sentence: `No room or several rooms match "${request.room}".` };
  return fleet.play(scenario, room);
}

const keys = await readDemoKeys(values.data);
if (keys === null) {
  console.error(`There are no keys in ${values.data}; start the demonstration with: npm start`);
  process.exit(1);
}
/** Omits events of normal operation, and repeated events about a send that still fails. */
function isWorthLogging(event: string, fields: object): boolean {
  const isRepeated =
    event === 'telemetry.deferred' && 'failures' in fields && fields.failures !== 1;
  return !isRepeated && !['agent.started', 'agent.stopped', 'telemetry.sent'].includes(event);
}

const fleet = startFleet({
  origin: values.origin,
  rooms: keys.rooms,
  pace: Number(values.pace),
  seed: Number(values.seed),
  hasLoop: true,
  onScenario: (scenario, rooms, sentence) => {
    logLine('story.began', { story: scenario, rooms: rooms.map(({ number }) => number) });
    notifyParent({ sentence });
  },
  onEvent: (device, event, fields) => {
    if (isWorthLogging(event, fields)) logLine(event, { device, ...fields });
  },
});
const control = await startControlServer(values.data, (request) =>
  play(fleet, keys.rooms, request),
);
endWithParent(async () => {
  await control.close();
  await fleet.stop();
});
