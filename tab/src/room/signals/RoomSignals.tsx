/** A room's signals by category: rows that expand to those with a story, or to all of them. */
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

/** The switch and what is expanded are part of the address, so that what is seen can be linked to. */
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
