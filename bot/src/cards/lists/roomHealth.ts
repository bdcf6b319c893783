/** The health of a room on cards: a glyph and words. A colour can repeat them. */
import { type Health, healthLabel, type Room, type RoomHealth } from '@rooms-pro/core';
import type { ContainerStyle } from '../adaptiveCard.ts';
import { count } from '../notices/plainCards.ts';

/** One glyph for each health, so that a person can distinguish them without colour. */
export const healthGlyphs = {
  healthy: '✅',
  unhealthy: '❗',
  disconnected: '🔌',
  suppressed: '🔕',
  onboarding: '🧰',
} as const satisfies Record<Health, string>;

const healthStyles = {
  healthy: 'good',
  unhealthy: 'attention',
  disconnected: 'warning',
  suppressed: 'emphasis',
  onboarding: 'accent',
} as const satisfies Record<Health, ContainerStyle>;

export type SaidHealth = {
  readonly glyph: string;
  readonly words: string;
  readonly style: ContainerStyle;
};

/**
 * `Unhealthy · 2 warnings`. A retired room has no health; one that never sent telemetry is
 * unmonitored.
 */
export function formatRoomHealth(room: Room, { health, warnings }: RoomHealth): SaidHealth {
  if (room.enrolment === 'retired') return { glyph: '🗄️', words: 'Retired', style: 'emphasis' };
  const { connection } = room;
  const reason = connection.status === 'disconnected' ? connection.reason : null;
  const beside = warnings === 0 ? '' : ` · ${count(warnings, 'warning')}`;
  return {
    glyph: healthGlyphs[health],
    words: `${healthLabel(health, reason)}${beside}`,
    style: healthStyles[health],
  };
}
