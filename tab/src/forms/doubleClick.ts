/** Treats a double click as one click. */
import type { MouseEvent } from 'react';

/** Whether this click repeats the previous click: the second click of a double click, or a third one. */
export function isRepeat({ detail }: Pick<MouseEvent, 'detail'>): boolean {
  return detail > 1;
}

/**
 * Handles a click unless it repeats the previous click. After a quick response another button may be at
 * the same position, and the person did not mean that button.
 */
export function ignoreDoubleClick<Target>(
  press: (event: MouseEvent<Target>) => void,
): (event: MouseEvent<Target>) => void {
  return (event) => {
    if (isRepeat(event)) event.preventDefault();
    else press(event);
  };
}
