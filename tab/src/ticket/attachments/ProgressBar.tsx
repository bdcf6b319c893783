/** The progress of a transfer. */
import styles from './ProgressBar.module.css';

type Props = {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** The duration of the rest is unknown. */
  readonly isOpenEnded?: boolean;
};

/** Whole percentages, so that a screen reader announces fewer changes. */
export function ProgressBar({ label, value, max, isOpenEnded = false }: Props) {
  const percent = max === 0 ? 0 : Math.min(100, Math.floor((100 * value) / max));
  return (
    <div
      className={styles.bar}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(isOpenEnded ? {} : { 'aria-valuenow': percent })}
    >
      <div
        className={isOpenEnded ? styles.openEnded : styles.done}
        style={{ width: isOpenEnded ? '100%' : `${percent}%` }}
      />
    </div>
  );
}
