/** How far a transfer is. */
import styles from './ProgressBar.module.css';

type Props = {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** What is left takes as long as it takes. */
  readonly isOpenEnded?: boolean;
};

/** In whole percents, so that a screen reader says nothing finer. */
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
