import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTestEnv, message } from '../testEnv.suite.ts';

const instantish = fc.oneof(
  fc.constantFrom('2026-11-22T08:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', 'now'),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.string(),
);
const textish = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('camera', 'display:1', 'display:100', '__proto__', 'constructor', 'connection'),
);
const status = fc
  .tuple(textish, fc.constantFrom(' status : ', ' status: ', ':', ' is '), textish)
  .map((parts) => `${parts.join('')}.`);
const eventish = fc.record(
  {
    OperationName: fc.constantFrom('HeartBeat', 'HardwareCheckEngine', 'Restart', 'Tea'),
    OperationResult: fc.constantFrom('Pass', 'Fail', 'Maybe'),
    Description: fc.oneof(
      fc.array(status).map((all) => all.join(' ')),
      fc.jsonValue(),
    ),
    DisplayName: fc.oneof(textish, fc.jsonValue()),
    AppVersion: fc.oneof(textish, fc.jsonValue()),
  },
  { requiredKeys: [] },
);
const bodyish = fc.oneof(fc.jsonValue(), fc.dictionary(textish, fc.jsonValue()), eventish);
const itemish = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      form: fc.constantFrom('reading', 'mtr-event', 'graph-health', 'device-state', 'other'),
      signal: textish,
      state: fc.constantFrom('healthy', 'unhealthy', 'notApplicable', 'unknown'),
      detail: textish,
      observedAt: instantish,
      event: bodyish,
      body: bodyish,
    },
    { requiredKeys: ['form'] },
  ),
  fc.record({ form: fc.constant('mtr-event'), observedAt: instantish, event: eventish }),
  fc.record({
    form: fc.constant('reading'),
    signal: textish,
    state: fc.constantFrom('healthy', 'unhealthy', 'notApplicable'),
    observedAt: instantish,
  }),
);
const messageish = fc.record(
  {
    device: fc.oneof(textish, fc.jsonValue()),
    sentAt: fc.oneof(fc.constant('2026-11-22T08:00:00Z'), instantish),
    seq: fc.oneof(fc.nat(), fc.jsonValue()),
    agent: textish,
    items: fc.oneof(fc.array(itemish, { maxLength: 8 }), fc.jsonValue()),
  },
  { requiredKeys: ['device', 'items'] },
);
const bodies = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json(),
  messageish.map((one) => JSON.stringify(one)),
  fc.array(messageish, { maxLength: 4 }).map((messages) => JSON.stringify({ messages })),
);

describe('hostile bodies', () => {
  it('are answered, never with a fault of ours, and the next honest message is taken', async () => {
    const world = await createTestEnv();
    await fc.assert(
      fc.asyncProperty(bodies, async (text) => {
        const { status: code, body } = await world.post(text);
        expect([200, 400, 413]).toContain(code);
        expect(code === 200 || typeof body.error?.sentence === 'string').toBe(true);
      }),
      { numRuns: 1500 },
    );
    expect(world.logged.filter(({ event }) => event === 'item.unreadable')).toEqual([]);
    expect((await world.send(message(world, 'dev-1'))).status).toBe(200);
  }, 60_000);

  it('nested as deep as the limit allows are refused, not fatal', async () => {
    const world = await createTestEnv();
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect((await world.post(deep)).status).toBe(400);
    const item = `{"form":"graph-health","body":{"value":${deep}}}`;
    const text = JSON.stringify({ ...message(world, 'dev-1'), items: [] });
    const answer = await world.post(text.replace('"items":[]', `"items":[${item}]`));
    expect(answer.status).toBe(200);
    expect(answer.body.results[0]?.items[0]?.verdict).toBe('rejected');
  });
});
