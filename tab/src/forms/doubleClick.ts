/** A double click is one click. */
import type { MouseEvent } from 'react';

/** Whether this click repeats the one before it: the second one of a double click, or the third. */
export function isRepeat({ detail }: Pick<MouseEvent, 'detail'>): boolean {
  return detail > 1;
}

/**
 * Handles a click unless it repeats the one before it. After a quick response another button may stand
 * where the first click went, and the person who pressed twice does not mean that button.
 */
export function ignoreDoubleClick<Target>(
  press: (event: MouseEvent<Target>) => void,
): (event: MouseEvent<Target>) => void {
  return (event) => {
    if (isRepeat(event)) event.preventDefault();
    else press(event);
  };
}
