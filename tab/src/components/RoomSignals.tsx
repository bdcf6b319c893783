/** A room's signals by category: those with a story, or all of them. */
import { Switch } from '@fluentui/react-components';
import { categoryLabels } from '@rooms-pro/core';
import type { RoomDetail, SignalRow } from '@rooms-pro/core/contracts';
import { useSearchParams } from 'wouter';
import { groupSignals, sayQuiet } from '../signalGroups.ts';
import styles from './Section.module.css';
import { SignalLine } from './SignalLine.tsx';

function Quiet({ rows, isDisconnected }: { rows: readonly SignalRow[]; isDisconnected: boolean }) {
  return <p className={styles.second}>{sayQuiet(rows, isDisconnected)}</p>;
}

/** The switch is part of the address, so that what is seen can be linked to. */
export function RoomSignals({ room }: { room: RoomDetail }) {
  const [params, setParams] = useSearchParams();
  const isDisconnected = room.disconnected !== null;
  const showAll = params.get('signals') === 'all';
  const groups = groupSignals(room.signals, showAll);
  return (
    <section className={styles.section} aria-labelledby="room-signals">
      <div className={styles.heading}>
        <h2 id="room-signals">{isDisconnected ? 'Signals as last known' : 'Signals'}</h2>
        <Switch
          label="Show all signals"
          checked={showAll}
          onChange={(_, data) =>
            setParams(data.checked ? { signals: 'all' } : {}, { replace: true })
          }
        />
      </div>
      {groups.map(({ category, shown }) => (
        <div key={category} className={styles.category}>
          <h3>{categoryLabels[category]}</h3>
          {shown.length === 0 ? (
            <Quiet
              rows={room.signals.filter((row) => row.category === category)}
              isDisconnected={isDisconnected}
            />
          ) : (
            <ul className={styles.signals}>
              {shown.map((row) => (
                <SignalLine key={row.signal} row={row} room={room} />
              ))}
            </ul>
          )}
        </div>
      ))}
    </section>
  );
}
