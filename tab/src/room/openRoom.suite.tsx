/** Opens the page of a room. */
import type { RoomDetail } from '@rooms-pro/core/contracts';
import { screen } from '@testing-library/react';
import { aPast, aRoom } from '../testing/details.suite.ts';
import { renderTab, serverFor } from '../testing/renderTab.suite.tsx';
import Room from './Room.tsx';

/** Renders the page of a healthy room, with the given differences. */
export function openRoom(
  room: Partial<RoomDetail>,
  at = '/rooms/room-1001',
  role: Parameters<typeof serverFor>[0] = 'manager',
) {
  const server = serverFor(role);
  server.on('GET rooms/:id', aRoom(room));
  server.on('GET rooms/:id/past', aPast());
  server.on('GET rooms/:id/history', { entries: [], next: null });
  return renderTab(<Room roomId="room-1001" />, { at, server });
}

export const title = () => screen.findByRole('heading', { level: 1, name: /^Marble 4\.07/ });
export const region = (name: string | RegExp) => screen.findByRole('region', { name });
/** The whole text of the page. */
export const page = () => document.querySelector('main')?.textContent ?? '';
