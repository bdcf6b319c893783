/** The counter of cards, on a meter that records every addition. */
import { type Attributes, createNoopMeter, type Meter, metrics } from '@opentelemetry/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { cardReasons } from '../notify/plan/cardReason.ts';
import { createCounts } from './measure.ts';

const added: Attributes[] = [];

beforeAll(() => {
  // The meter of another test file of this worker can still be set, and a second one is refused.
  metrics.disable();
  const meter: Meter = Object.create(createNoopMeter());
  const counter = { add: (_: number, attributes: Attributes = {}) => void added.push(attributes) };
  metrics.setGlobalMeterProvider({
    getMeter: () => Object.assign(meter, { createCounter: () => counter }),
  });
});
afterAll(() => metrics.disable());

it('counts cards by outcome and by a reason of the list', () => {
  const log = createLog('info', { write() {} }, [createCounts()]);
  for (const reason of cardReasons) log.info('card.posted', { reason, waitedMs: 5 });
  log.info('card.edited', { reason: 'ended' });
  log.error('card.failed', { reason: 'not one of the list' });
  log.warn('card.retried', { status: 429 });
  log.info('answer.sent', { reason: 'asked' });
  expect(added).toEqual([
    ...cardReasons.map((reason) => ({ outcome: 'posted', reason })),
    { outcome: 'edited', reason: 'ended' },
    { outcome: 'failed' },
    { outcome: 'retried' },
  ]);
});
