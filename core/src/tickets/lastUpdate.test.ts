import { hour, minute } from '@rooms-pro/testing/clock';
import { expect, it } from 'vitest';
import { instantAfter } from '../instant.ts';
import { lastUpdate } from './lastUpdate.ts';
import { enrolled } from './scenario.suite.ts';

it('a ticket was last updated at its latest opening, response or resolution', () => {
  const opened = enrolled().reads('camera', 'unhealthy').wait(hour).sweeps();
  const openedAt = opened.ticket('camera').openedAt;
  expect(lastUpdate(opened.ticket('camera'))).toBe(openedAt);
  const responded = opened
    .wait(10 * minute)
    .does({ action: 'respond', signal: 'camera', notes: 'Plugged in' });
  expect(lastUpdate(responded.ticket('camera'))).toBe(instantAfter(openedAt, 10 * minute));
  const resolved = responded.wait(minute).reads('camera', 'healthy').wait(hour).sweeps();
  const { resolvedAt } = resolved.ticket('camera');
  expect(resolvedAt).not.toBeNull();
  expect(lastUpdate(resolved.ticket('camera')) >= String(resolvedAt)).toBe(true);
});
