/**
 * The signals of a room by category. Each row expands to the signals with a ticket or a fault, or to all
 * signals.
 */
import { Switch } from '@fluentui/react-components';
import type { RoomDetail } from '@rooms-pro/core/contracts';
import { useSearchParams } from 'wouter';
import styles from '../../shared/Section.module.css';
import { CategoryLine } from './CategoryLine.tsx';
import {
  categoryRows,
  expandCategory,
  readSignalsView,
  type SignalsView,
  writeSignalsView,
} from './categoryRows.ts';

/**
 * The address contains the switch and the expanded categories, so that people can share a link to this
 * view.
 */
export function RoomSignals({ room }: { room: RoomDetail }) {
  const [params, setParams] = useSearchParams();
  const isDisconnected = room.disconnected !== null;
  const view = readSignalsView(params);
  const { showAll } = view;
  const show = (next: SignalsView) => setParams(writeSignalsView(next), { replace: true });
  return (
    <section className={styles.section} aria-labelledby="room-signals">
      <div className={styles.heading}>
        <h2 id="room-signals">{isDisconnected ? 'Signals as last known' : 'Signals'}</h2>
        <Switch
          label="Show all signals"
          checked={showAll}
          onChange={(_, { checked }) =>
            show(readSignalsView(new URLSearchParams(checked ? { signals: 'all' } : {})))
          }
        />
      </div>
      {categoryRows(room.signals, { showAll, isDisconnected }).map((row) => (
        <CategoryLine
          key={row.category}
          row={row}
          room={room}
          isExpanded={view.expanded.has(row.category)}
          expand={(isExpanded) => show(expandCategory(view, row.category, isExpanded))}
        />
      ))}
    </section>
  );
}
