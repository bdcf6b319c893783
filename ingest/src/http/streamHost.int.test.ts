/** Hostile and valid requests share connections of the functions library's own server: none waits. */
import { expect, it } from 'vitest';
import { createEnrolHandler } from '../devices/handleEnrol.ts';
import { createTelemetryHandler } from '../telemetry/handleTelemetry.ts';
import { createTestEnv, message } from '../testEnv.suite.ts';
import { asFunction } from './asFunction.ts';
import { openStreamHost } from './streamHost.suite.ts';

const piece = new Uint8Array(64 * 1024).fill(32);
const tooLong = { pieces: Array.from({ length: 6 }, () => piece) };

it('forty bodies that are left early beside two hundred valid requests leave none unanswered', async () => {
  const world = await createTestEnv();
  const host = await openStreamHost({
    telemetry: asFunction(createTelemetryHandler(world)),
    enrol: asFunction(createEnrolHandler(world)),
  });
  const headers = {
    authorization: `Bearer ${world.gatewayKey}`,
    'content-type': 'application/json',
  };
  const valid = (turn: number) =>
    host.send('telemetry', {
      headers,
      pieces: [JSON.stringify(message(world, `dev-${turn % 20}`))],
    });
  const attack = (turn: number) =>
    turn % 4 === 0
      ? host.send('telemetry', { headers, pieces: ['{"messages":['], breaksOff: true })
      : host.send(turn % 2 ? 'enrol' : 'telemetry', { ...tooLong, headers });
  const answers = await Promise.all(
    Array.from({ length: 240 }, async (_, turn) => {
      const isAttack = turn % 6 === 0;
      return { isAttack, answer: await (isAttack ? attack(turn / 6) : valid(turn)) };
    }),
  );
  const count = (answer: number | string) => answers.filter((one) => one.answer === answer).length;
  expect([count(200), count(413)]).toEqual([200, 30]);
  expect(
    answers.filter(({ isAttack, answer }) => isAttack && answer === 'socket hang up'),
  ).toHaveLength(10);
  host.close();
}, 60_000);
