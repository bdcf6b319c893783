import type { MouseEvent } from 'react';
import { expect, it } from 'vitest';
import { ignoreDoubleClick } from './doubleClick.ts';

it('handles the first click of several, and every press of the keyboard', () => {
  const handled: number[] = [];
  let prevented = 0;
  const press = ignoreDoubleClick<Element>(({ detail }) => handled.push(detail));
  for (const detail of [1, 2, 3, 0, 0]) {
    press({ detail, preventDefault: () => (prevented += 1) } as unknown as MouseEvent<Element>);
  }
  // A press of the keyboard has the click count 0.
  expect(handled).toEqual([1, 0, 0]);
  expect(prevented).toBe(2);
});
